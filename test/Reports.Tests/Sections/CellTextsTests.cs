using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Reports.Tests.Sections;

/// <summary>Cells of every type as people read them.</summary>
[TestClass]
public sealed class CellTextsTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [TestMethod]
    [DataRow("Single", "0.1235", "missing")]
    [DataRow("Double", "1.235E+10", "missing")]
    [DataRow("Whole", "42", "-7")]
    [DataRow("Truth", "True", "False")]
    [DataRow("Text", "words", "")]
    [DataRow("Time", "2026-03-04 05:06", "0001-01-01 00:00")]
    [DataRow("Offset", "2026-03-04 05:06 +02:00", "0001-01-01 00:00 +00:00")]
    [DataRow("Many", "1  2  3  4  5  6  … (1,000)", "missing")]
    [DataRow("Texts", "a  b", "")]
    [DataRow("Drawn", "picture of 3 x 2 pixels", "picture of 1 x 1 pixels")]
    [DataRow("Key", "2", "0")]
    public void A_cell_is_written_by_what_it_holds(string name, string first, string second)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            CollectionAssert.AreEqual(new[] { first, second }, Read(Everything(), name));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Keys_are_the_values_behind_them()
    {
        var data = Ml.Data.LoadFromEnumerable(new[] { new { Name = "b", Number = 2.5f }, new { Name = "a", Number = 1f } });
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Key", "Name")
            .Append(Ml.Transforms.Conversion.MapValueToKey("Numbered", "Number")).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "b", "a" }, Read(keyed, "Key"));
        CollectionAssert.AreEqual(new[] { "2.5", "1" }, Read(keyed, "Numbered"));
    }

    [TestMethod]
    public void Long_texts_are_cut_and_say_so()
    {
        var data = Ml.Data.LoadFromEnumerable(new[] { new { Text = new string('a', 120) }, new { Text = new string('b', 121) } });
        CollectionAssert.AreEqual(new[] { new string('a', 120), new string('b', 120) + "…" }, Read(data, "Text"));
    }

    [TestMethod]
    public void No_more_rows_are_read_than_asked_for()
    {
        var data = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new { A = (float)i, B = $"{i}" }));
        var rows = CellTexts.Rows(data, [data.Schema["B"], data.Schema["A"]], 2);
        Assert.HasCount(2, rows);
        CollectionAssert.AreEqual(new[] { "1", "1" }, rows[1].ToArray());
        Assert.HasCount(10, CellTexts.Rows(data, [data.Schema["A"]], 100));
        Assert.IsEmpty(CellTexts.Rows(data, [data.Schema["A"]], 0));
    }

    private static string[] Read(IDataView data, string name) =>
        [.. CellTexts.Rows(data, [data.Schema[name]], 100).Select(row => row[0])];

    private static IDataView Everything() => Ml.Data.LoadFromEnumerable(new[]
    {
        new Cells
        {
            Single = 0.123456f,
            Double = 12345678901,
            Whole = 42,
            Truth = true,
            Text = "words",
            Time = new DateTime(2026, 3, 4, 5, 6, 7),
            Offset = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)),
            Many = [.. Enumerable.Range(1, 1000).Select(i => (float)i)],
            Texts = ["a", "b"],
            Drawn = MLImage.CreateFromPixels(3, 2, MLPixelFormat.Bgra32, new byte[24]),
            Key = 2,
        },
        new Cells { Single = float.NaN, Double = double.NaN, Whole = -7, Many = [float.NaN] },
    });

    private sealed class Cells
    {
        public float Single { get; set; }

        public double Double { get; set; }

        public int Whole { get; set; }

        public bool Truth { get; set; }

        public string Text { get; set; } = "";

        public DateTime Time { get; set; }

        public DateTimeOffset Offset { get; set; }

        [VectorType]
        public float[] Many { get; set; } = [];

        [VectorType]
        public string[] Texts { get; set; } = [];

        [ImageType(2, 3)]
        public MLImage Drawn { get; set; } = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[4]);

        [KeyType(5)]
        public uint Key { get; set; }
    }
}
