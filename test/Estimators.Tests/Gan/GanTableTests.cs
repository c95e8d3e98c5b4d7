using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

[TestClass]
public sealed class GanTableTests
{
    [TestMethod]
    public void Synthetic_rows_have_the_types_values_and_ranges_of_the_table()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml);
        using var model = GanTestRows.TableEstimator(ml).Fit(data);
        var made = model.GenerateRows(200, seed: 1);
        Assert.IsTrue(made.GetColumn<float>("Amount").All(v => v is >= -5 and <= 11));
        Assert.IsTrue(made.GetColumn<int>("Visits").All(v => v is >= 1 and <= 8));
        Assert.IsTrue(made.GetColumn<string>("Country").All(v => v is "FR" or "DE" or "IT"));
        Assert.IsTrue(made.GetColumn<uint>("Kind").All(v => v is 1 or 2));
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        made.Schema["Kind"].GetKeyValues(ref names);
        CollectionAssert.AreEquivalent(new[] { "rare", "usual" }, names.DenseValues().Select(v => v.ToString()).ToArray());
    }

    [TestMethod]
    public void Synthetic_rows_have_the_schema_of_the_training_data_before_and_after_saving()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Transforms.CustomMapping<Visit, Extras>((row, extras) => extras.Day = new DateTime(2020, 1, row.Visits), null)
            .Append(ml.Transforms.Concatenate("Features", "Amount")).Append(ml.Transforms.Text.TokenizeIntoWords("Words", "Note"))
            .Append(ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Characters", "Note"))
                .Fit(GanTestRows.Table(ml)).Transform(GanTestRows.Table(ml));
        using var model = GanTestRows.TableEstimator(ml).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var loaded = (GanAugmenterTransformer)new MLContext().Model.Load(file, out _);
        var expected = data.Schema.Where(c => !c.IsHidden).Select(c => $"{c.Name}: {c.Type}").ToArray();
        foreach (var augmenter in new[] { model, loaded })
        {
            var made = augmenter.GenerateRows(20, seed: 1);
            CollectionAssert.AreEqual(expected, made.Schema.Select(c => $"{c.Name}: {c.Type}").ToArray());
            Assert.IsTrue(made.GetColumn<string>("Note").All(string.IsNullOrEmpty));
            Assert.IsTrue(made.GetColumn<float[]>("Features").All(f => float.IsNaN(f[0])));
            Assert.IsTrue(made.GetColumn<ReadOnlyMemory<char>[]>("Words").All(words => words.Length == 0));
            Assert.AreEqual(default, made.GetColumn<DateTime>("Day").First());
            var characters = default(VBuffer<ReadOnlyMemory<char>>);
            made.Schema["Characters"].GetKeyValues(ref characters);
            Assert.IsTrue(characters.Length > 0);
        }
    }

    [TestMethod]
    public void Rows_with_a_chosen_value_have_it_every_time()
    {
        var ml = new MLContext(seed: 1);
        using var model = GanTestRows.TableEstimator(ml).Fit(GanTestRows.Table(ml));
        Assert.IsTrue(model.GenerateRows(100, "Country", "FR", 1).GetColumn<string>("Country").All(country => country == "FR"));
        Assert.IsTrue(model.GenerateRows(50, "IsNew", "True", 1).GetColumn<bool>("IsNew").All(isNew => isNew));
        Assert.AreEqual(1, model.GenerateRows(50, "rare", seed: 1).GetColumn<uint>("Kind").Distinct().Count());
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "Country", "XX", 1)).Message, "'XX'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "Amount", "1", 1)).Message, "Country");
    }

    [TestMethod]
    public void Balancing_a_table_brings_the_rare_class_up()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml);
        using var model = GanTestRows.TableEstimator(ml).Fit(data);
        var kinds = model.Transform(data).GetColumn<uint>("Kind").GroupBy(k => k).Select(g => g.Count()).ToArray();
        CollectionAssert.AreEqual(new[] { 100, 100 }, kinds);
        Assert.IsTrue(ml.Data.SkipRows(model.Transform(data), 120).GetColumn<string>("Note").All(string.IsNullOrEmpty));
    }

    [TestMethod]
    public void Very_many_categories_share_places_and_come_back_as_values_that_exist()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 300, (row, i) => row.Country = i % 2 == 0 ? "frequent" : $"rare {i}");
        using var model = GanTestRows.TableEstimator(ml, GanTestRows.Tiny with { MaximumCategories = 4 }).Fit(data);
        var known = data.GetColumn<string>("Country").ToHashSet();
        var made = model.GenerateRows(200, seed: 1).GetColumn<string>("Country").ToArray();
        Assert.IsTrue(made.All(known.Contains));
        Assert.IsTrue(made.Distinct().Count() > 3);
        // Places: 4 countries, 2 booleans, 2 kinds; at most 4 + 2 modes; 2 numbers: the network does not grow with 151 countries.
        Assert.IsTrue(model.ParameterCount < 1000, $"{model.ParameterCount} weights");
    }

    [TestMethod]
    public void A_rare_value_that_is_asked_for_comes_every_time()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 300, (row, i) => row.Country = i % 2 == 0 ? "frequent" : $"rare {i % 20}");
        using var model = GanTestRows.TableEstimator(ml, GanTestRows.Tiny with { MaximumCategories = 4 }).Fit(data);
        foreach (var country in new[] { "rare 15", "rare 17", "frequent" })
            Assert.IsTrue(model.GenerateRows(50, "Country", country, 1).GetColumn<string>("Country").All(made => made == country), country);
        var error = Assert.ThrowsExactly<ArgumentException>(() => model.GenerateRows(1, "Country", "never seen", 1));
        StringAssert.Contains(error.Message, "MaximumCategories");
    }

    [TestMethod]
    public void Rare_values_of_two_columns_are_drawn_by_themselves_and_follow_the_seed()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 120, (row, i) => (row.Country, row.Note) = ($"c{i:D3}", $"n{i:D3}"));
        using var model = ml.Transforms.AugmentTableWithGan(
            ["Country", "Note"], null, GanTestRows.Tiny with { MaximumCategories = 5, Identifiers = GanIdentifiers.Learn }).Fit(data);
        var first = RarePairs(1);
        Assert.IsTrue(first.Length > 40, $"{first.Length}");
        Assert.IsTrue(first.Distinct().Count() > 2 * first.Select(pair => pair.Country).Distinct().Count(),
            "each rare country has a note of its own");
        CollectionAssert.AreEqual(first, RarePairs(1));
        CollectionAssert.AreNotEqual(first, RarePairs(2));

        // The first 4 values have places of their own.
        (string Country, string Note)[] RarePairs(int seed)
        {
            var made = model.GenerateRows(1500, seed: seed);
            return [.. made.GetColumn<string>("Country").Zip(made.GetColumn<string>("Note"))
                .Where(pair => string.CompareOrdinal(pair.First, "c004") >= 0 && string.CompareOrdinal(pair.Second, "n004") >= 0)];
        }
    }

    [TestMethod]
    public void Rows_of_more_classes_than_there_are_places_pass_and_their_rare_ones_are_counted_together()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 120, (row, i) => row.Country = i < 60 ? "usual" : $"c{i % 12}");
        var options = GanTestRows.Tiny with { MaximumCategories = 2, Amount = GanAmount.Factor(1.5) };
        using var model = ml.Transforms.AugmentTableWithGan(["Amount"], "Country", options).Fit(data);
        Assert.AreEqual(180, model.Transform(data).GetColumn<string>("Country").Count());
        var asked = options with { Amount = GanAmount.ForClasses(new Dictionary<string, int> { ["c1"] = 5 }) };
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.Transforms.AugmentTableWithGan(["Amount"], "Country", asked).Fit(data));
        StringAssert.Contains(error.Message, "class 'c1'");
        StringAssert.Contains(error.Message, "raise MaximumCategories");
    }

    [TestMethod]
    public void Rows_without_a_label_are_left_out_of_a_table()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 120, (row, i) => row.Kind = i % 10 == 0 ? "" : row.Kind); // MapValueToKey: no text, no key
        Assert.AreEqual(12, data.GetColumn<uint>("Kind").Count(kind => kind == 0));
        using var model = GanTestRows.TableEstimator(ml, GanTestRows.Tiny with { Amount = GanAmount.PerClass(10) }).Fit(data);
        CollectionAssert.AreEquivalent(new[] { "rare", "usual" }, model.Classes.ToArray());
        var kinds = model.Transform(data).GetColumn<uint>("Kind").ToArray();
        Assert.AreEqual(140, kinds.Length);
        Assert.IsTrue(kinds[120..].All(kind => kind > 0));
    }

    [TestMethod]
    public void A_column_of_very_many_keys_that_was_not_learned_does_not_swell_the_model()
    {
        var ml = new MLContext(seed: 1);
        var users = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 70_000).Select(i => new User { Note = $"user {i}" }).Append(new User { Note = "not learned" }).ToArray());
        var data = GanTestRows.Table(ml);
        data = ml.Transforms.Conversion.MapValueToKey("User", "Note", keyData: users).Fit(data).Transform(data);
        using var model = GanTestRows.TableEstimator(ml).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        Assert.IsTrue(file.Length < 300_000, $"{file.Length} bytes");
        var made = model.GenerateRows(5, seed: 1);
        Assert.AreEqual(data.Schema["User"].Type, made.Schema["User"].Type);
        Assert.IsTrue(made.GetColumn<uint>("User").All(user => user == 0));
    }

    [TestMethod]
    public void Missing_numbers_are_learned_as_missing()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 200, (row, i) => row.Amount = i % 2 == 0 ? float.NaN : row.Amount);
        using var model = GanTestRows.TableEstimator(ml).Fit(data);
        var made = model.GenerateRows(300, seed: 1).GetColumn<float>("Amount").ToArray();
        Assert.IsTrue(made.Any(float.IsNaN) && made.Any(float.IsFinite));
    }

    [TestMethod]
    public void A_column_missing_everywhere_is_refused()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 20, (row, _) => row.Amount = float.NaN);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => GanTestRows.TableEstimator(ml).Fit(data)).Message, "'Amount'");
    }

    [TestMethod]
    public void A_table_learned_longer_knows_which_numbers_go_with_which_class()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 600);
        var options = GanTestRows.Tiny with { GeneratorSizes = [64], DiscriminatorSizes = [64], RowsPerDecision = 4, LatentSize = 16 };
        using var little = GanTestRows.TableEstimator(ml, options with { Training = options.Training with { Epochs = 1 } }).Fit(data);
        using var more =
            GanTestRows.TableEstimator(ml, options with { Training = options.Training with { Epochs = 40, BatchSize = 64 } }).Fit(data);
        var report = more.Compare(data, seed: 1);
        Assert.IsTrue(report.Marginals["Country"] < 0.2, $"Country: {report.Marginals["Country"]:F3}");
        Assert.AreEqual(0, report.Copies);
        // An amount of about 10 means the rare kind, one of about -5 the usual one.
        var (before, after) = (LargeAmounts(little), LargeAmounts(more));
        Assert.IsTrue(after > 150 && after > before, $"of 200 rare rows {before} have a large amount after one epoch, {after} after 40");

        static int LargeAmounts(GanAugmenterTransformer model) =>
            model.GenerateRows(200, "rare", seed: 2).GetColumn<float>("Amount").Count(v => v > 5);
    }

    private sealed class Visit
    {
        public int Visits { get; set; }
    }

    private sealed class User
    {
        public string Note { get; set; } = "";
    }

    private sealed class Extras
    {
        public DateTime Day { get; set; }
    }
}
