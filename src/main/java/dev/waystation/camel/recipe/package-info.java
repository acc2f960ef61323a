/** What the recipes (Kamelets in {@code routes/kamelets}) need of Java: secrets, facts about a run, a check of the answer. */
package dev.waystation.camel.recipe;
