using System.Globalization;
using DeepML.Distributed.Tests;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Distributed.Tests.Scoring;

/// <summary>Rows as lines of text.</summary>
[TestClass]
public sealed class RowTextTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_type_is_written_so_that_it_reads_back_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var lines = Lines(
                ',', new Every { Single = 0.1f, Double = 1.0 / 3, Whole = -7, Flag = true, Time = new DateTime(2026, 11, 29, 12, 0, 1) },
                new Every { Single = float.NaN, Double = double.NaN, Text = null! });
            Assert.AreEqual("Single,Double,Whole,Flag,Time,Text,Key,Pair.0,Pair.1,Many", lines[0]);
            StringAssert.StartsWith(lines[1], "0.1,0.3333333333333333,-7,1,2026-11-29T12:00:01.0000000,");
            StringAssert.StartsWith(lines[2], ",,0,0,0001-01-01T00:00:00.0000000,,1,0,0,");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Separators_quotes_and_ends_of_lines_within_a_text_are_quoted()
    {
        var lines = Lines(
            ';', new Every { Text = "plain" }, new Every { Text = "a;b" }, new Every { Text = "say \"no\"" }, new Every { Text = "a,b" });
        CollectionAssert.AreEqual(
            new[] { "plain", "\"a;b\"", "\"say \"\"no\"\"\"", "a,b" },
            lines[1..].Select(line => line[..line.LastIndexOf(";1;0;0;", StringComparison.Ordinal)].Split(":00.0000000;")[1]).ToArray());
        StringAssert.Contains(string.Join('\n', Lines(',', new Every { Text = "two\nlines" })), ",\"two\nlines\",");
    }

    [TestMethod]
    public void Keys_are_what_they_stand_for_and_a_missing_one_is_nothing()
    {
        var rows = _ml.Data.LoadFromEnumerable(new[] { new Every { Text = "x,y" }, new Every { Text = "z" } });
        var keys = _ml.Transforms.Conversion.MapValueToKey("Named", "Text").Fit(rows).Transform(rows);
        Assert.AreEqual("\"x,y\"", Written(keys, "Named")[0]);
        Assert.AreEqual("z", Written(keys, "Named")[1]);
        var plain = _ml.Data.LoadFromEnumerable(new[] { new Every { Key = 1 }, new Every { Key = 3 } });
        CollectionAssert.AreEqual(
            new[] { "2", "" }, Written(plain, "Key"), "ML.NET counts the keys of objects from 0, of which the fourth is none of three");
    }

    [TestMethod]
    public void A_vector_of_one_size_has_a_cell_for_each_number_and_one_of_any_length_is_one_cell()
    {
        var rows = _ml.Data.LoadFromEnumerable(new[]
        {
            new Every { Pair = [1.5f, float.NaN], Many = [1, 2, 3] }, new Every { Pair = [0, -1], Many = [] },
        });
        CollectionAssert.AreEqual(new[] { "1.5,", "0,-1" }, Written(rows, "Pair"));
        CollectionAssert.AreEqual(new[] { "1 2 3", "" }, Written(rows, "Many"));
        var words = _ml.Data.LoadFromEnumerable(new[] { new Said { Words = ["a,b", "\"c\"", "d"] } });
        CollectionAssert.AreEqual(
            new[] { "\"a,b \"\"c\"\" d\"" }, Written(words, "Words"), "quoted as a whole, or no reader would find its end");
    }

    [TestMethod]
    public void Names_with_separators_are_quoted_too()
    {
        var rows = _ml.Transforms.CopyColumns("a,b", "Single").Fit(_ml.Data.LoadFromEnumerable(new[] { new Every() }))
            .Transform(_ml.Data.LoadFromEnumerable(new[] { new Every() }));
        Assert.AreEqual("\"a,b\"", RowText.Header([rows.Schema["a,b"]], ','));
        Assert.AreEqual("a,b", RowText.Header([rows.Schema["a,b"]], ';'));
    }

    private string[] Lines(char separator, params Every[] rows)
    {
        var view = _ml.Data.LoadFromEnumerable(rows);
        return [RowText.Header(view.Schema, separator), .. Written(view, [.. view.Schema.Select(column => column.Name)], separator)];
    }

    private static string[] Written(IDataView view, string column) => Written(view, [column], ',');

    private static string[] Written(IDataView view, string[] names, char separator)
    {
        var columns = names.Select(name => view.Schema[name]).ToArray();
        using var cursor = view.GetRowCursor(columns);
        var text = new RowText(cursor, columns, separator);
        var lines = new List<string>();
        while (cursor.MoveNext())
            lines.Add(text.Line());
        return [.. lines];
    }

    private sealed class Every
    {
        public float Single { get; set; }

        public double Double { get; set; }

        public int Whole { get; set; }

        public bool Flag { get; set; }

        public DateTime Time { get; set; }

        public string Text { get; set; } = "";

        [KeyType(3)]
        public uint Key { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [0, 0];

        public float[] Many { get; set; } = [];
    }

    private sealed class Said
    {
        public string[] Words { get; set; } = [];
    }
}
