using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class TextLoaderColumnTests
{
    private const string Iris = "id,w,h,name\n1,2,3,x\n4,5,6,y\n";

    [TestMethod]
    public void A_single_index_is_a_scalar_and_a_range_always_a_vector()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,2,3\n", new("S", DataKind.Single, 0), new("V", DataKind.Single, 1, 1), new("W", DataKind.Int32, [new TextLoader.Range(0), new TextLoader.Range(2)]));

        Assert.AreEqual(NumberDataViewType.Single, view.Schema["S"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 1), view.Schema["V"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Int32, 2), view.Schema["W"].Type);
        CollectionAssert.AreEqual(new[] { 1, 3 }, view.GetColumn<int[]>("W").Single());
    }

    [TestMethod]
    public void The_file_as_sample_gives_slot_names_and_the_end_of_the_line()
    {
        using var folder = new TextTestFolder();
        var options = new TextLoader.Options { Separators = [','], HasHeader = true, Columns = [new("V", DataKind.Single, [new TextLoader.Range(1, 2)]), new("All", DataKind.String, [new TextLoader.Range(0, null)])] };
        var view = folder.Load(Iris, options);

        CollectionAssert.AreEqual(new[] { "w", "h" }, view.SlotNames("V"));
        Assert.AreEqual(new VectorDataViewType(TextDataViewType.Instance, 4), view.Schema["All"].Type);
        CollectionAssert.AreEqual(new[] { "4", "5", "6", "y" }, view.GetColumn<string[]>("All").Last());
        Assert.IsNull(options.Columns[0].KeyCount);
        Assert.IsNull(view.GetRowCount());
        Assert.IsFalse(view.CanShuffle);
    }

    [TestMethod]
    public void Overloads_with_columns_read_no_sample()
    {
        using var folder = new TextTestFolder();
        var path = folder.Write(Iris);
        var columns = new[] { new TextLoader.Column("V", DataKind.Single, 1, 2) };
        var toEnd = new[] { new TextLoader.Column("V", DataKind.Single, [new TextLoader.Range(1, null)]) };

        Assert.IsFalse(folder.Context.Data.LoadFromTextFile(path, columns, ',', hasHeader: true).Schema["V"].HasSlotNames());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => folder.Context.Data.LoadFromTextFile(path, toEnd, ',', hasHeader: true));

        var loader = folder.Context.Data.CreateTextLoader(toEnd, ',', hasHeader: true, dataSample: new MultiFileSource(path));
        CollectionAssert.AreEqual(new[] { "w", "h", "name" }, loader.Load(new MultiFileSource(path)).SlotNames("V"));
    }

    [TestMethod]
    public void A_header_file_names_the_slots()
    {
        using var folder = new TextTestFolder();
        var header = folder.Write("p,q\n", "header.txt");
        var view = folder.Load("1,2\n3,4\n", new TextLoader.Options { Separators = [','], HeaderFile = header, Columns = [new("V", DataKind.Single, 0, 1)] });

        CollectionAssert.AreEqual(new[] { "p", "q" }, view.SlotNames("V"));
        Assert.AreEqual(2, view.Vectors("V").Length);
    }

    [TestMethod]
    public void A_variable_range_takes_what_the_row_has()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,2,3\n4\n5,6\n", new("A", DataKind.Single, 0), new("V", DataKind.Single, [new TextLoader.Range { Min = 1, VariableEnd = true }]));

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single), view.Schema["V"].Type);
        CollectionAssert.AreEqual(new[] { 2, 0, 1 }, view.Vectors("V").Select(v => v.Length).ToArray());
        TextTestViews.AreSame([2, 3], view.Vectors("V")[0]);
    }

    [TestMethod]
    public void All_other_takes_the_columns_that_nobody_names()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,2,3,4,5\n", new("A", DataKind.Single, 1), new("B", DataKind.Single, 3), new("Rest", DataKind.Single, [new TextLoader.Range { AllOther = true }]));

        TextTestViews.AreSame([1, 3, 5], view.Vectors("Rest")[0]);
    }

    [TestMethod]
    public void Overlapping_ranges_of_a_column_are_refused_but_columns_may_share()
    {
        using var folder = new TextTestFolder();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => folder.Load("1,2\n", new TextLoader.Column("V", DataKind.Single, [new TextLoader.Range(0, 1), new TextLoader.Range(1)])));
        Assert.AreEqual(2, folder.Load("1,2\n", new("V", DataKind.Single, 0, 1), new("A", DataKind.Single, 1)).Floats("A")[0]);
    }

    [TestMethod]
    public void Keys_are_zero_based_text()
    {
        using var folder = new TextTestFolder();
        var logged = new List<string>();
        folder.Context.Log += (_, e) => logged.Add(e.RawMessage);
        var view = folder.Load("0\n4\n\"\"\nNA\n5\n-1\n", new TextLoader.Options { Separators = [','], AllowQuoting = true, Columns = [new("K", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(5))] });

        Assert.AreEqual(new KeyDataViewType(typeof(uint), 5), view.Schema["K"].Type);
        CollectionAssert.AreEqual(new uint[] { 1, 5, 0, 0, 0, 0 }, view.GetColumn<uint>("K").ToArray());
        Assert.AreEqual(2, logged.Count(m => m.Contains("Bad value")), string.Join('\n', logged));
    }

    [TestMethod]
    public void Without_columns_the_first_is_the_label_and_the_rest_are_features()
    {
        using var folder = new TextTestFolder();
        var view = folder.Context.Data.LoadFromTextFile(folder.Write("1\t2\t3\n4\t5\t6\n"));

        TextTestViews.AreSame([1, 4], view.Floats("Label"));
        TextTestViews.AreSame([5, 6], view.Vectors("Features")[1]);
    }

    [TestMethod]
    public void An_embedded_comment_describes_the_file_unless_options_are_given()
    {
        using var folder = new TextTestFolder();
        const string text = "#@ TextLoader{\n#@   header+\n#@   sep=comma\n#@   col=A:R4:0\n#@   col={V V}:I4:1-2\n#@   col=K:U4[5]:3\n#@   col=Rest:TX:4-**\n#@ }\nA,x,y,K,r\n1,2,3,4,a,b\n";
        var view = folder.Context.Data.LoadFromTextFile(folder.Write(text));

        CollectionAssert.AreEqual(new[] { "A", "V V", "K", "Rest" }, view.Schema.Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "x", "y" }, view.SlotNames("V V"));
        Assert.AreEqual(5u, view.GetColumn<uint>("K").Single());
        CollectionAssert.AreEqual(new[] { "a", "b" }, view.GetColumn<string[]>("Rest").Single());

        var warned = false;
        folder.Context.Log += (_, e) => warned |= e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning;
        Assert.AreEqual("Label", folder.Load(text, new TextLoader.Options { Separators = [','] }).Schema[0].Name);
        Assert.IsTrue(warned);
    }

    [TestMethod]
    public void Attributes_of_a_type_name_the_columns()
    {
        using var folder = new TextTestFolder();
        var view = folder.Context.Data.LoadFromTextFile<Typed>(folder.Write(Iris), ',', hasHeader: true);

        CollectionAssert.AreEqual(new[] { "Size", "Identity", "Name", "Ends" }, view.Schema.Select(c => c.Name).ToArray());
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), view.Schema["Size"].Type);
        CollectionAssert.AreEqual(new[] { 1, 4 }, view.GetColumn<int>("Identity").ToArray());
        CollectionAssert.AreEqual(new[] { "4", "y" }, view.GetColumn<string[]>("Ends").Last());
        var rows = folder.Context.Data.CreateEnumerable<Typed>(view, reuseRowObject: false).ToArray();
        TextTestViews.AreSame([5, 6], rows[1].Size);
    }

    [TestMethod]
    public void Every_member_of_a_type_needs_the_attribute()
    {
        using var folder = new TextTestFolder();
        var path = folder.Write(Iris);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => folder.Context.Data.LoadFromTextFile<Untyped>(path));

        StringAssert.Contains(error.Message, nameof(Untyped.Forgotten));
    }

    [TestMethod]
    public void Only_active_columns_are_read()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,x\n2,3\n", new("A", DataKind.Single, 0), new("Bad", DataKind.Int32, 1));

        TextTestViews.AreSame([1, 2], view.Floats("A"));
        using var cursor = view.GetRowCursor([view.Schema["A"]]);
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["A"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Bad"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<int>(view.Schema["Bad"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["A"]));
    }

    private sealed class Typed
    {
        [LoadColumn(1, 2)]
        public float[] Size = [];

        [LoadColumn(0)]
        [ColumnName("Identity")]
        public int Id { get; set; }

        [LoadColumn(3)]
        public string Name { get; set; } = "";

        [LoadColumn([0, 3])]
        public string[] Ends { get; set; } = [];
    }

    private sealed class Untyped
    {
        [LoadColumn(0)]
        public float A { get; set; }

        public float Forgotten { get; set; }
    }
}
