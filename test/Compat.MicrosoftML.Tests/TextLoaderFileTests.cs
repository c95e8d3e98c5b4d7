using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class TextLoaderFileTests
{
    private static readonly TextLoader.Column[] A = [new("A", DataKind.Single, 0)];

    [TestMethod]
    public void Wildcards_are_sorted_and_each_file_has_its_header()
    {
        using var folder = new TextTestFolder();
        folder.Write("h\n3\n", "b2.csv");
        folder.Write("h\n1\n2", "b1.csv");
        folder.Write("h\n9\n", "c.csv");
        var view = folder.Context.Data.LoadFromTextFile(folder.PathOf("b?.csv"), A, hasHeader: true);

        TextTestViews.AreSame([1, 2, 3], view.Floats("A"));
    }

    [TestMethod]
    public void Lists_and_folders_name_several_files()
    {
        using var folder = new TextTestFolder();
        var one = folder.Write("1\n", "one/x.txt");
        var two = folder.Write("2\n", "two/y.txt");
        folder.Write("3\n", "two/deep/z.txt");

        TextTestViews.AreSame([2, 1], folder.Context.Data.LoadFromTextFile($"{two}+{one}", A).Floats("A"));
        TextTestViews.AreSame([1, 2, 3], [.. folder.Context.Data.LoadFromTextFile(folder.PathOf("..."), A).Floats("A").Order()]);
        TextTestViews.AreSame([2, 3], [.. folder.Context.Data.LoadFromTextFile(folder.PathOf("two/..."), A).Floats("A").Order()]);
    }

    [TestMethod]
    public void A_multi_file_source_counts_its_files_and_opens_them()
    {
        using var folder = new TextTestFolder();
        var path = folder.Write("text");
        var source = new MultiFileSource(path, path);

        Assert.AreEqual(2, source.Count);
        Assert.AreEqual(path, source.GetPathOrNull(1));
        using var reader = source.OpenTextReader(0);
        Assert.AreEqual("text", reader.ReadToEnd());
        Assert.AreEqual(0, new MultiFileSource(null).Count);
    }

    [TestMethod]
    [DataRow("utf-8")]
    [DataRow("utf-16")]
    [DataRow("utf-16BE")]
    [DataRow("utf-32")]
    public void A_byte_order_mark_tells_the_encoding(string encoding)
    {
        using var folder = new TextTestFolder();
        var path = folder.PathOf("encoded.txt");
        File.WriteAllText(path, "1,ä€😀\n", encoding == "utf-8" ? new UTF8Encoding(true) : Encoding.GetEncoding(encoding));
        var view = folder.Context.Data.LoadFromTextFile(path, [.. A, new("T", DataKind.String, 1)], ',');

        TextTestViews.AreSame([1], view.Floats("A"));
        CollectionAssert.AreEqual(new[] { "ä€😀" }, view.Texts("T"));
    }

    [TestMethod]
    public void Other_sources_are_read_through_their_text_reader()
    {
        var loader = new MLContext().Data.CreateTextLoader([.. A, new("T", DataKind.String, 1)], ',');
        var view = loader.Load(new StringSource(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},é{i}\n"))));

        Assert.AreEqual(4999, view.Floats("A")[^1]);
        Assert.AreEqual("é4999", view.Texts("T")[^1]);
    }

    [TestMethod]
    public void A_loader_saved_with_a_model_loads_the_same_rows()
    {
        using var folder = new TextTestFolder();
        var ml = folder.Context;
        var path = folder.Write("l;v;w\n1;2,5;3\n2;;4\n");
        var options = new TextLoader.Options { Separators = [';'], HasHeader = true, DecimalMarker = ',', MissingRealsAsNaNs = true, Columns = [new("L", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(3)), new("V", DataKind.Single, [new TextLoader.Range(1, null)])] };
        var loader = ml.Data.CreateTextLoader(options, new MultiFileSource(path));
        var data = loader.Load(new MultiFileSource(path));
        var file = folder.PathOf("model.zip");
        ml.Model.Save(ml.Transforms.CopyColumns("Copy", "V").Fit(data), loader, file);

        _ = new MLContext().Model.LoadWithDataLoader(file, out var loaded);
        var again = loaded.Load(new MultiFileSource(path));

        CollectionAssert.AreEqual(new[] { "v", "w" }, again.SlotNames("V"));
        CollectionAssert.AreEqual(data.GetColumn<uint>("L").ToArray(), again.GetColumn<uint>("L").ToArray());
        TextTestViews.AreSame([2.5f, 3], again.Vectors("V")[0]);
        TextTestViews.AreSame([float.NaN, 4], again.Vectors("V")[1]);
    }

    private sealed class StringSource(string text) : IMultiStreamSource
    {
        public int Count => 1;

        public string GetPathOrNull(int index) => null!;

        public Stream Open(int index) => throw new NotSupportedException();

        public TextReader OpenTextReader(int index) => new StringReader(text);
    }
}
