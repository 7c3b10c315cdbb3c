#include <twinshelf/report.hpp>
#include <twinshelf/twinshelf.hpp>

#include <iostream>

using namespace twinshelf;

int main()
{
    pos::snapshot pos;
    pos.categories = {{.id = "1"_id, .name = "Jackets"}};
    pos.products = {
        {.id = "7"_id,
         .name = "Rain jacket",
         .category_id = "1"_id,
         .sellable = {.sku = "RJ-1", .active = true, .price = money{8900}}},
        {.id = "8"_id, .name = "Umbrella", .sellable = {.sku = "UM-1", .price = money{1950}}}};

    ecom::snapshot ecom;
    ecom.categories = std::vector<ecom::category>{}; // read, and there are none
    ecom.products = {{.id = "71"_id,
                      .pos_id = "8"_id,
                      .name = "Umbrela",
                      .sellable = {.sku = "UM-1", .price = money{1950}}}};

    std::cout << report(reconcile(pos, ecom, r_series()), pos, ecom);
}
