/** The durable store: schema, migrations, group commit. The only place with SQL, but for the retention route. */
package dev.waystation.store;
