using DeepML.Transforms.Tests.Archives;
using DeepML.Transforms.Tests.Series.Rows;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Augmenting;

/// <summary>Rows and their changed copies: which rows get some, what stays, and what is saved.</summary>
[TestClass]
public sealed class RowAugmenterTransformerTests
{
    private static readonly SeriesAugmentation Noise = new() { Copies = 3, MarkerColumnName = "IsCopy" };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Copies_follow_the_rows_with_a_mark_and_every_other_column_as_it_was()
    {
        using var model = Model(Noise, null);
        var rows = Rows(4);
        var all = model.Augment(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(16, all.GetRowCount());
        var found = _ml.Data.CreateEnumerable<Marked>(all, reuseRowObject: false).ToArray();
        for (var i = 0; i < 16; i++)
        {
            Assert.AreEqual((rows[i % 4].Name, rows[i % 4].Label, i >= 4), (found[i].Name, found[i].Label, found[i].IsCopy));
            if (i < 4)
                CollectionAssert.AreEqual(rows[i].Numbers, found[i].Numbers);
            else
                CollectionAssert.AreNotEqual(rows[i % 4].Numbers, found[i].Numbers);
        }
        Assert.HasCount(12, found[4..].Select(row => row.Numbers[0]).Distinct().ToArray(), "each copy is another");
    }

    [TestMethod]
    public void Every_pass_meets_the_same_copies_in_whatever_order_and_however_often_they_are_read()
    {
        using var model = Model(Noise, null);
        var all = model.Augment(_ml.Data.LoadFromEnumerable(Rows(5)));
        var straight = Cells.Read(all, all.Schema["Numbers"]);
        using var first = all.GetRowCursor([all.Schema["Numbers"], all.Schema["Name"]]);
        using var second = all.GetRowCursor([all.Schema["Numbers"]]);
        var (one, two) = (Cells.Reader(first, all.Schema["Numbers"]), Cells.Reader(second, all.Schema["Numbers"]));
        for (var row = 0; first.MoveNext(); row++)
        {
            if (row % 3 == 0)
            {
                CollectionAssert.AreEqual(straight[row], one());
                CollectionAssert.AreEqual(straight[row], one(), "a getter may be called again");
            }
            Assert.IsTrue(second.MoveNext());
            CollectionAssert.AreEqual(straight[row], two());
            Assert.AreEqual(row, first.Position);
        }
        Assert.IsFalse(second.MoveNext());
        Assert.AreEqual(-1, second.Position);
    }

    [TestMethod]
    public void Only_the_view_it_was_fitted_to_gets_copies_by_itself_and_others_when_asked()
    {
        var said = new List<string>();
        _ml.Log += (_, e) => said.Add(e.Message);
        var fitted = _ml.Data.LoadFromEnumerable(Rows(4));
        using var model = Model(Noise, fitted);
        Assert.AreEqual(16, model.Transform(fitted).GetColumn<string>("Name").Count());
        var others = _ml.Data.LoadFromEnumerable(Rows(6));
        for (var i = 0; i < 2; i++)
        {
            var passed = model.Transform(others);
            Assert.AreEqual(6, passed.GetRowCount());
            Assert.IsTrue(passed.GetColumn<bool>("IsCopy").All(mark => !mark));
        }
        Assert.AreEqual(1, said.Count(message => message.Contains("they pass without synthetic rows", StringComparison.Ordinal)));
        Assert.AreEqual(24, model.Augment(others).GetColumn<string>("Name").Count());
    }

    [TestMethod]
    public void A_single_row_passes_as_it_is_with_its_mark()
    {
        using var model = Model(Noise, null);
        Assert.IsTrue(model.IsRowToRowMapper);
        var data = _ml.Data.LoadFromEnumerable(Rows(3));
        var mapper = model.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var (numbers, mark) = (Cells.Reader(row, mapper.OutputSchema["Numbers"]), Cells.Reader(row, mapper.OutputSchema["IsCopy"]));
        for (var i = 0; cursor.MoveNext(); i++)
        {
            CollectionAssert.AreEqual(Rows(3)[i].Numbers, numbers());
            Assert.AreEqual(0, mark()[0]);
            Assert.AreEqual(i, row.Position);
        }
        CollectionAssert.AreEqual(
            new[] { "Name" }, mapper.GetDependencies([mapper.OutputSchema["Name"], mapper.OutputSchema["IsCopy"]])
                .Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void Copies_have_identities_of_their_own()
    {
        using var model = Model(Noise, null);
        var all = model.Augment(_ml.Data.LoadFromEnumerable(Rows(4)));
        using var cursor = all.GetRowCursor([]);
        var (getter, seen) = (cursor.GetIdGetter(), new HashSet<DataViewRowId>());
        var id = default(DataViewRowId);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref id));
        while (cursor.MoveNext())
        {
            getter(ref id);
            Assert.IsTrue(seen.Add(id));
        }
        Assert.HasCount(16, seen);
    }

    [TestMethod]
    public void Cursors_are_closed_with_the_one_that_has_opened_them_also_when_one_cannot_be_opened()
    {
        using var model = Model(Noise, null);
        var watched = new WatchedView(_ml.Data.LoadFromEnumerable(Rows(4)));
        var all = model.Augment(watched);
        Assert.AreEqual(0, watched.Made, "nothing is read before rows are asked for");
        using (var cursor = all.GetRowCursor([all.Schema["Name"]]))
            Assert.AreEqual(4, watched.Open);
        Assert.AreEqual(0, watched.Open);
        CollectionAssert.AreEqual(Enumerable.Repeat("Name", 4).ToArray(), watched.Asked);
        var refused = new WatchedView(_ml.Data.LoadFromEnumerable(Rows(4))) { Refused = 3 };
        var broken = model.Augment(refused);
        Assert.ThrowsExactly<IOException>(() => broken.GetRowCursor(broken.Schema));
        Assert.AreEqual((3, 0), (refused.Made, refused.Open));
    }

    [TestMethod]
    public void A_loaded_augmenter_makes_the_same_copies()
    {
        var text = new TextAugmentation { Synonyms = [["red", "crimson", "scarlet"]], SynonymShare = 0.8, DeleteShare = 0.2, Copies = 2 };
        foreach (var (augmentation, column) in new (RowAugmentation, string)[] { (Noise, "Numbers"), (text, "Name") })
        {
            using var model = Model(augmentation, null, column);
            using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
            Assert.AreEqual(augmentation.Copies, loaded.Augmentation.Copies);
            Assert.AreEqual(augmentation.GetType(), loaded.Augmentation.GetType());
            var data = _ml.Data.LoadFromEnumerable(Rows(6));
            CollectionAssert.AreEqual(Texts(model), Texts(loaded));

            string[] Texts(RowAugmenterTransformer from) => column == "Name"
                ? [.. from.Augment(data).GetColumn<string>("Name")]
                : [.. from.Augment(data).GetColumn<float[]>("Numbers").Select(row => string.Join(" ", row))];
        }
    }

    [TestMethod]
    public void Words_of_copies_are_changed_and_those_of_rows_are_not()
    {
        var text = new TextAugmentation
        {
            Synonyms = [["red", "crimson"], ["house", "home"]],
            SynonymShare = 1,
            DeleteShare = 0,
            MarkerColumnName = "IsCopy",
        };
        using var model = Model(text, null, "Name");
        var rows = new[] { "A red  house", "Red!", "", "green" }.Select(name => new Row { Name = name }).ToArray();
        var found = model.Augment(_ml.Data.LoadFromEnumerable(rows)).GetColumn<string>("Name").ToArray();
        CollectionAssert.AreEqual(
            new[] { "A red  house", "Red!", "", "green", "A crimson home", "Crimson!", "", "green" }, found);
    }

    [TestMethod]
    public void Shares_past_their_limits_and_groups_that_are_none_are_told()
    {
        var sound = new TextAugmentation();
        Assert.IsEmpty(SeriesCopiesTests.Faults(sound));
        Told(sound with { SynonymShare = 1.5 }, "SynonymShare is 1.5; in [0, 1]");
        Told(sound with { SwapShare = -1 }, "SwapShare is -1; in [0, 1]");
        Told(sound with { DeleteShare = 1 }, "DeleteShare is 1; in [0, 1)");
        Told(sound with { InsertShare = 0.5 }, "InsertShare is 0.5; 0 without Synonyms");
        Told(sound with { Synonyms = null! }, "Synonyms is ; given; an empty list has none");
        Told(sound with { Synonyms = [["good"]] }, "Synonyms[0] is [good]; at least two words, none of them empty");
        Told(sound with { Synonyms = [["good", "fine"], ["bad", " "]] }, "Synonyms[1] is [bad,  ]; at least two words");
        Told(sound with { Synonyms = [null!] }, "Synonyms[0] is ; at least two words");
        Told(sound with { DeleteShare = 0 }, "DeleteShare is 0; above 0, or another share, or Synonyms given");

        static void Told(RowAugmentation augmentation, string said) =>
            StringAssert.StartsWith(SeriesCopiesTests.Faults(augmentation).Single(), said);
    }

    [TestMethod]
    public void Columns_of_another_type_and_files_that_are_damaged_are_refused()
    {
        using var model = Model(Noise, null, "Name");
        var schema = _ml.Data.LoadFromEnumerable(Rows(1)).Schema;
        foreach (var ask in new Action[]
        {
            () => model.GetOutputSchema(schema), () => model.Transform(new EmptyView(schema)), () => model.Augment(new EmptyView(schema)),
            () => model.GetRowToRowMapper(schema),
        })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(ask).Message, "'Name'");
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Augmentation"]!["Copies"] = 0;
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml)).Message, "series.Copies is 0");
        description = parts.Description;
        description["Augmentation"]!["kind"] = "colours";
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));
    }

    [TestMethod]
    public void An_augmenter_that_was_disposed_adds_nothing()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows(1));
        var model = Model(Noise, data);
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Augment(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Transform(null!));
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Augment(data));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.GetRowToRowMapper(data.Schema));
    }

    private RowAugmenterTransformer Model(RowAugmentation augmentation, IDataView? fitted, string column = "Numbers")
    {
        var description = new RowAugmenterDescription(column, augmentation, 17);
        return new RowAugmenterTransformer(_ml, description, description.CreateNetwork(), CPU, fitted);
    }

    private static Row[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Row
    {
        Name = $"red row {i}",
        Label = i,
        Numbers = [.. Enumerable.Range(0, 6).Select(step => MathF.Sin(step + i))],
    })];

    private class Row
    {
        public string Name { get; set; } = "";

        public float Label { get; set; }

        public float[] Numbers { get; set; } = [];
    }

    private sealed class Marked : Row
    {
        public bool IsCopy { get; set; }
    }
}
