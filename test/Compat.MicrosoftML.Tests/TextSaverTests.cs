using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class TextSaverTests
{
    private sealed class Row
    {
        public float A;

        [VectorType(2)]
        public float[] Vec = [];

        [KeyType(5)]
        public uint K;
    }

    private sealed class Everything
    {
        public bool Flag;
        public double Real;
        public string Text = "";
        public DateTime Time;
        public TimeSpan Span;
        public sbyte Small;
    }

    private sealed class Wide
    {
        [VectorType(10)]
        public float[] V = [];
    }

    private sealed class Variable
    {
        public float A;
        public float[] V = [];
    }

    private static string[] Save(MLContext ml, IDataView view, char separator = '\t', bool header = true, bool schema = true, bool keepHidden = false, bool dense = false)
    {
        using var stream = new MemoryStream();
        ml.Data.SaveAsText(view, stream, separator, header, schema, keepHidden, dense);
        Assert.IsTrue(stream.CanWrite);
        return Encoding.UTF8.GetString(stream.ToArray()).Split(Environment.NewLine)[..^1];
    }

    private static IDataView Rows(MLContext ml) => ml.Data.LoadFromEnumerable(new[]
    {
        new Row { A = 1.5f, Vec = [2, float.NaN], K = 4 }, new Row { A = -0.1f, Vec = [0, 3e20f], K = 9 },
    });

    [TestMethod]
    public void Schema_comment_header_and_rows_are_written()
    {
        CollectionAssert.AreEqual(
            new[]
            {
                "#@ TextLoader{", "#@   header+", "#@   sep=tab", "#@   col=A:R4:0", "#@   col=Vec:R4:1-2", "#@   col=K:U4[5]:3", "#@ }",
                "A\t\"\"\t\"\"\tK", "1.5\t2\t?\t4", "-0.1\t0\t3E+20\t",
            },
            Save(new MLContext(), Rows(new MLContext())));
    }

    [TestMethod]
    public void Header_and_schema_are_optional()
    {
        var ml = new MLContext();

        CollectionAssert.AreEqual(new[] { "1.5,2,?,4", "-0.1,0,3E+20," }, Save(ml, Rows(ml), ',', header: false, schema: false));
        CollectionAssert.DoesNotContain(Save(ml, Rows(ml), header: false), "#@   header+");
    }

    [TestMethod]
    public void A_saved_file_loads_without_options()
    {
        using var folder = new TextTestFolder();
        var ml = folder.Context;
        var path = folder.PathOf("saved.txt");
        using (var stream = File.Create(path))
            ml.Data.SaveAsText(ml.Transforms.Concatenate("All", "A", "Vec").Fit(Rows(ml)).Transform(Rows(ml)), stream);
        var view = ml.Data.LoadFromTextFile(path);

        CollectionAssert.AreEqual(new[] { "A", "Vec", "K", "All" }, view.Schema.Select(c => c.Name).ToArray());
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 5), view.Schema["K"].Type);
        CollectionAssert.AreEqual(new uint[] { 5, 0 }, view.GetColumn<uint>("K").ToArray());
        TextTestViews.AreSame([1.5f, 2, float.NaN], view.Vectors("All")[0]);
        Assert.AreEqual("A|\"\"|\"\"", string.Join("|", view.SlotNames("All")));
    }

    [TestMethod]
    public void Every_type_has_its_text()
    {
        var ml = new MLContext();
        var row = new Everything { Flag = true, Real = double.NegativeInfinity, Text = "x", Time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc), Span = TimeSpan.FromHours(30), Small = -3 };

        var lines = Save(ml, ml.Data.LoadFromEnumerable([row]), ',');
        Assert.AreEqual("1,-Infinity,x,\"2020-01-02T03:04:05.0000000Z\",\"1.06:00:00\",-3", lines[^1]);
        CollectionAssert.IsSubsetOf(
            new[] { "#@   col=Flag:BL:0", "#@   col=Real:R8:1", "#@   col=Text:TX:2", "#@   col=Time:DT:3", "#@   col=Span:TS:4", "#@   col=Small:I1:5" }, lines);
    }

    [TestMethod]
    [DataRow("plain", "plain")]
    [DataRow("", "\"\"")]
    [DataRow("a,b", "\"a,b\"")]
    [DataRow("say \"x\"", "\"say \"\"x\"\"\"")]
    [DataRow(" lead", "\" lead\"")]
    [DataRow("two words", "two words")]
    [DataRow("line\nbreak", "\"line\nbreak\"")]
    public void Text_is_quoted_only_when_needed(string text, string expected)
    {
        var ml = new MLContext();
        using var stream = new MemoryStream();
        ml.Data.SaveAsText(ml.Data.LoadFromEnumerable([new { Text = text }]), stream, ',', headerRow: false, schema: false);

        Assert.AreEqual(expected + Environment.NewLine, Encoding.UTF8.GetString(stream.ToArray()));
    }

    [TestMethod]
    public void Quoting_is_not_recorded_so_quoted_text_comes_back_with_its_quotes()
    {
        using var folder = new TextTestFolder();
        var path = folder.PathOf("quoted.txt");
        using (var stream = File.Create(path))
            folder.Context.Data.SaveAsText(folder.Context.Data.LoadFromEnumerable([new { Text = "a\tb" }]), stream, ',');
        CollectionAssert.AreEqual(new[] { "a\tb" }, folder.Context.Data.LoadFromTextFile(path).Texts("Text"));
        using (var stream = File.Create(path))
            folder.Context.Data.SaveAsText(folder.Context.Data.LoadFromEnumerable([new { Text = "a,\"b" }]), stream, '\t');

        CollectionAssert.AreEqual(new[] { "\"a,\"\"b\"" }, folder.Context.Data.LoadFromTextFile(path).Texts("Text"));
    }

    [TestMethod]
    public void Long_default_tails_are_written_sparsely_unless_forced_dense()
    {
        var ml = new MLContext();
        var view = ml.Data.LoadFromEnumerable(new[] { new Wide { V = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0] }, new Wide { V = [1, 2, 3, 4, 5, 6, 7, 8, 0, 0] } });

        CollectionAssert.AreEqual(new[] { "10\t7:1", "1\t2\t3\t4\t5\t6\t7\t8\t0\t0" }, Save(ml, view, header: false, schema: false));
        Assert.AreEqual("0\t0\t0\t0\t0\t0\t0\t1\t0\t0", Save(ml, view, dense: true)[^2]);
    }

    [TestMethod]
    public void Sparse_rows_load_again()
    {
        using var folder = new TextTestFolder();
        var random = new Random(5);
        var expected = Enumerable.Range(0, 200).Select(i => new Wide { V = [.. Enumerable.Range(0, 10).Select(_ => random.Next(0, 10) < i % 10 ? 0f : random.Next(0, 100))] }).ToArray();
        var path = folder.PathOf("sparse.txt");
        using (var stream = File.Create(path))
            folder.Context.Data.SaveAsText(folder.Context.Data.LoadFromEnumerable(expected), stream, headerRow: false, schema: false);
        var view = folder.Context.Data.LoadFromTextFile(path, new TextLoader.Options { AllowSparse = true, Columns = [new("V", DataKind.Single, 0, 9)] });

        var actual = view.Vectors("V");
        for (var i = 0; i < expected.Length; i++)
            TextTestViews.AreSame(expected[i].V, actual[i]);
        Assert.IsTrue(File.ReadLines(path).Any(l => l.Contains(':')));
    }

    [TestMethod]
    public void A_trailing_variable_vector_is_marked()
    {
        var ml = new MLContext();
        var lines = Save(ml, ml.Data.LoadFromEnumerable(new[] { new Variable { A = 1, V = [2, 3] }, new Variable { A = 4, V = [] } }));

        CollectionAssert.Contains(lines, "#@   col=V:R4:1-**");
        CollectionAssert.AreEqual(new[] { "1\t2\t3", "4" }, lines[^2..]);
    }

    [TestMethod]
    public void Hidden_columns_are_written_only_on_request()
    {
        var ml = new MLContext();
        var view = ml.Transforms.CopyColumns("A", "A").Fit(Rows(ml)).Transform(Rows(ml));

        Assert.AreEqual(4, Save(ml, view)[^1].Split('\t').Length);
        Assert.AreEqual(5, Save(ml, view, keepHidden: true)[^1].Split('\t').Length);
    }

    [TestMethod]
    public void Images_are_left_out_and_nothing_else_to_save_is_an_error()
    {
        var ml = new MLContext();
        var view = ml.Data.LoadFromEnumerable(new[] { new ImageRow { Name = "n" } });

        CollectionAssert.AreEqual(new[] { "Name", "n" }, Save(ml, view, schema: false));
        var only = ml.Transforms.SelectColumns("Image").Fit(view).Transform(view);
        Assert.ThrowsExactly<InvalidOperationException>(() => Save(ml, only));
    }

    [TestMethod]
    [DataRow('x')]
    [DataRow(':')]
    [DataRow('\n')]
    public void Other_separators_are_refused(char separator)
    {
        var ml = new MLContext();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Save(ml, Rows(ml), separator));
    }

    private sealed class ImageRow
    {
        [ImageType(2, 3)]
        public MLImage? Image { get; set; }

        public string Name = "";
    }
}
