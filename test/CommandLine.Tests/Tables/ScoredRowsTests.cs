using DeepML.CommandLine.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.CommandLine.Tests.Tables;

/// <summary>Scored rows as lines of cells.</summary>
[TestClass]
public sealed class ScoredRowsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_type_that_a_cell_can_hold_is_written_without_the_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            var lines = Lines(_ml.Data.LoadFromEnumerable(new[]
            {
                new Cells
                {
                    Single = 1.5f,
                    Double = -2.25,
                    Truth = true,
                    Text = "a,b",
                    Time = new DateTime(2026, 3, 4, 5, 6, 7),
                    Count = 7,
                    Big = 1L << 40,
                },
                new Cells { Single = float.NaN },
            }));
            Assert.AreEqual("Single,Double,Truth,Text,Time,Count,Big", lines[0]);
            Assert.AreEqual("1.5,-2.25,true,\"a,b\",2026-03-04T05:06:07,7,1099511627776", lines[1]);
            Assert.AreEqual(",0,false,,0001-01-01T00:00:00,0,0", lines[2], "a missing number is an empty cell");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Vectors_take_a_cell_for_each_slot_called_by_its_name_or_number()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new { A = 1f, B = 2f } });
        var named = _ml.Transforms.Concatenate("Both", "A", "B").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { "Both.A,Both.B", "1,2" }, Lines(named, "Both"));
        CollectionAssert.AreEqual(
            new[] { "Numbers[0],Numbers[1]", "3,4" },
            Lines(_ml.Data.LoadFromEnumerable(new[] { new Vectors { Numbers = [3, 4] } }), "Numbers"));
    }

    [TestMethod]
    public void Slots_of_the_same_name_are_numbered()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new { A = 1f } });
        CollectionAssert.AreEqual(
            new[] { "Both[0],Both[1]", "1,1" },
            Lines(_ml.Transforms.Concatenate("Both", "A", "A").Fit(data).Transform(data), "Both"));
    }

    [TestMethod]
    public void Vectors_of_any_length_are_one_cell() => CollectionAssert.AreEqual(
        new[] { "Many", "1 2 3", "" },
        Lines(_ml.Data.LoadFromEnumerable(new[] { new Vectors { Many = [1, 2, 3] }, new Vectors { Many = [] } }), "Many"));

    [TestMethod]
    public void Keys_are_what_they_stand_for_and_missing_ones_are_nothing()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new { Name = "b" }, new { Name = "a" } });
        var map = _ml.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(data);
        var others = _ml.Data.LoadFromEnumerable(new[] { new { Name = "a" }, new { Name = "unknown" } });
        CollectionAssert.AreEqual(new[] { "Key", "a", "" }, Lines(map.Transform(others), "Key"));
    }

    [TestMethod]
    public void What_no_cell_holds_is_refused_by_name_and_type()
    {
        var picture = _ml.Data.LoadFromEnumerable(new[] { new Pictures() });
        Assert.IsFalse(ScoredRows.CanWrite(picture.Schema["Drawn"]));
        var message = Assert.ThrowsExactly<InputException>(() => Lines(picture, "Drawn")).Message;
        StringAssert.StartsWith(message, "The column 'Drawn' is ");
        StringAssert.EndsWith(message, "Name the columns to write with --columns.");
        var names = _ml.Data.LoadFromEnumerable(new[] { new { Names = new[] { "a" } } });
        var keys = _ml.Transforms.Conversion.MapValueToKey("Keys", "Names").Fit(names).Transform(names);
        Assert.IsFalse(ScoredRows.CanWrite(keys.Schema["Keys"]), "a vector of keys");
        Assert.IsTrue(ScoredRows.CanWrite(names.Schema["Names"]));
    }

    [TestMethod]
    public void Copies_of_a_files_cells_have_the_names_of_the_file()
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", "a;b\n007;\"x;y\"\n"));
        var view = TableLoader.Load(_ml, file, TableLoader.Copies(file));
        Assert.IsTrue(TableLoader.IsCopy(view.Schema[0].Name));
        using var text = new StringWriter();
        Assert.AreEqual(1, new ScoredRows(';').Write(view, [.. view.Schema], text));
        Assert.AreEqual("a;b\n007;\"x;y\"\n", text.ToString());
        Assert.AreEqual("a", TableLoader.OriginalOf(TableLoader.CopyOf("a")));
        Assert.AreEqual("a", TableLoader.OriginalOf("a"));
    }

    [TestMethod]
    public void Columns_that_a_model_reads_are_found_by_their_slots_or_by_their_places()
    {
        using var folder = new ToolFolder();
        var data = _ml.Data.LoadFromEnumerable(new[] { new { A = 1f, B = 2f } });
        var named = _ml.Transforms.Concatenate("Both", "A", "B").Append(_ml.Transforms.SelectColumns("Both")).Fit(data).Transform(data);
        var file = CsvFile.Open(folder.Write("f.csv", "B,x,A\n2,0,1\n"));
        var missing = new List<string>();
        var columns = TableLoader.ColumnsOf(file, named.Schema, missing, unread: null);
        Assert.IsEmpty(missing);
        CollectionAssert.AreEqual(new[] { 2, 0 }, columns.Single().Source.Select(range => range.Min).ToArray());
        var numbered = _ml.Data.LoadFromEnumerable(new[] { new Vectors { Numbers = [1, 2] } });
        var only = _ml.Transforms.SelectColumns("Numbers").Fit(numbered).Transform(numbered);
        Assert.IsEmpty(TableLoader.ColumnsOf(file, only.Schema, missing, unread: null), "three cells are not two");
        CollectionAssert.AreEqual(new[] { "Numbers" }, missing);
        missing.Clear();
        Assert.IsEmpty(TableLoader.ColumnsOf(file, only.Schema, missing, unread: "Numbers"));
        Assert.IsEmpty(missing, "what is not to be read is not missed");
    }

    [TestMethod]
    public void A_model_that_reads_what_no_file_gives_is_refused()
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", "Drawn,Many\n1,2\n"));
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => TableLoader.ColumnsOf(
                file, _ml.Data.LoadFromEnumerable(new[] { new Pictures() }).Schema, [], unread: null)).Message,
            "The model reads 'Drawn', which is ");
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => TableLoader.ColumnsOf(
                file, _ml.Data.LoadFromEnumerable(new[] { new Vectors() }).Schema, [], unread: "Numbers")).Message,
            "The model reads 'Many', a vector of any length, which a file of rows cannot give.");
    }

    private static string[] Lines(IDataView data, params string[] names)
    {
        using var text = new StringWriter();
        new ScoredRows(',').Write(data, names.Length == 0 ? [.. data.Schema] : [.. names.Select(name => data.Schema[name])], text);
        return text.ToString()[..^1].Split('\n');
    }

    private sealed class Cells
    {
        public float Single { get; set; }

        public double Double { get; set; }

        public bool Truth { get; set; }

        public string Text { get; set; } = "";

        public DateTime Time { get; set; }

        public int Count { get; set; }

        public long Big { get; set; }
    }

    private sealed class Vectors
    {
        [VectorType(2)]
        public float[] Numbers { get; set; } = [0, 0];

        [VectorType]
        public float[] Many { get; set; } = [];
    }

    private sealed class Pictures
    {
        [ImageType(1, 1)]
        public MLImage Drawn { get; set; } = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[4]);
    }
}
