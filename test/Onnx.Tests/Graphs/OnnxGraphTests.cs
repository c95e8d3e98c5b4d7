using DeepML.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Onnx.Tests.Graphs;

/// <summary>The file that is written: what stands in it once, under which names, types, sizes and versions.</summary>
[TestClass]
public sealed class OnnxGraphTests
{
    [TestMethod]
    public void A_constant_is_in_the_file_once_however_often_it_is_asked_for()
    {
        var graph = new OnnxGraph("any");
        string[] names =
        [
            graph.Number(1), graph.Number(1), graph.Whole(1), graph.Whole(1), graph.Wholes(1), graph.Wholes(1),
            graph.Floats([1, 2], 2), graph.Floats([1, 2], 2), graph.Floats([1, 2], 1, 2), graph.Doubles([1], 1),
        ];
        Assert.HasCount(6, names.Distinct().ToArray(), "a number, two forms of a whole one, two forms of a row, and one of float64");
        Assert.HasCount(6, graph.ToModel().Graph.Initializer);
        Assert.AreNotEqual(graph.Number(0), graph.Number(-0f), "1 / 0 and 1 / -0 are not the same");
        Assert.AreNotEqual(graph.Number(float.NaN), graph.Number(float.PositiveInfinity));
    }

    [TestMethod]
    public void A_weight_is_there_in_the_order_of_its_rows_as_float32_or_int64()
    {
        using var scope = NewDisposeScope();
        using var matrix = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);
        var graph = new OnnxGraph("any");
        var (plain, turned) = (graph.Weight(matrix), graph.Weight(matrix.t()));
        var (doubles, wholes) = (graph.Weight(matrix.to(ScalarType.Float64)), graph.Weight(tensor(new long[] { 7, 8 })));
        Assert.AreEqual(plain, doubles, "the same numbers");
        var weights = graph.ToModel().Graph.Initializer.ToDictionary(weight => weight.Name);
        CollectionAssert.AreEqual(new long[] { 3, 2 }, weights[turned].Dims.ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 4, 2, 5, 3, 6 }, Numbers<float>(weights[turned]));
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, Numbers<float>(weights[plain]));
        Assert.AreEqual((7, 2), (weights[wholes].DataType, weights[wholes].Dims[0]), "int64 has the number 7 in the format");
        CollectionAssert.AreEqual(new long[] { 7, 8 }, Numbers<long>(weights[wholes]));
    }

    [TestMethod]
    public void Every_value_has_a_name_of_its_own()
    {
        var graph = new OnnxGraph("any");
        var input = graph.Input("x", OnnxType.Single, OnnxSize.Batch, 2);
        Assert.AreEqual(input, graph.Input("x", OnnxType.Single, OnnxSize.Batch, 2), "asked for twice it is one");
        var once = graph.Node("Add", [input, graph.Number(1)]);
        var twice = graph.Node("Add", [once, graph.Number(1)]);
        var parts = graph.Nodes("Split", 2, [twice], ("axis", 1L));
        graph.Output("first", parts[0], OnnxType.Single, OnnxSize.Batch, 1);
        graph.Output("second", parts[1], OnnxType.Single, OnnxSize.Batch, 1);
        var written = graph.ToModel().Graph;
        string[] all = [.. written.Node.SelectMany(node => node.Output), .. written.Initializer.Select(weight => weight.Name), input];
        Assert.HasCount(all.Length, all.Distinct().ToArray());
        Assert.HasCount(written.Node.Count, written.Node.Select(node => node.Name).Distinct().ToArray());
        Assert.HasCount(1, written.Input);
        CollectionAssert.AreEquivalent(new[] { "first", "second" }, graph.OutputNames.ToArray());
    }

    [TestMethod]
    public void Attributes_have_the_numbers_of_their_types_in_the_format()
    {
        var graph = new OnnxGraph("any");
        graph.Node(
            "Any", [], ("float", 1.5f), ("whole", 2L), ("text", "Grüße"), ("floats", new[] { 1f, 2f }), ("wholes", new[] { 3L, 4L }),
            ("texts", new[] { "a", "ß" }), ("graph", new Graph { Name = "inner" }));
        var attributes = graph.ToModel().Graph.Node.Single().Attribute.ToDictionary(attribute => attribute.Name);
        // onnx.proto: FLOAT = 1, INT = 2, STRING = 3, GRAPH = 5, FLOATS = 6, INTS = 7, STRINGS = 8
        Assert.AreEqual((1, 1.5f), ((int)attributes["float"].Type, attributes["float"].F));
        Assert.AreEqual((2, 2L), ((int)attributes["whole"].Type, attributes["whole"].I));
        Assert.AreEqual((3, "Grüße"), ((int)attributes["text"].Type, attributes["text"].S.ToStringUtf8()));
        Assert.AreEqual((5, "inner"), ((int)attributes["graph"].Type, attributes["graph"].G.Name));
        Assert.AreEqual((6, "1 2"), ((int)attributes["floats"].Type, string.Join(' ', attributes["floats"].Floats)));
        Assert.AreEqual((7, "3 4"), ((int)attributes["wholes"].Type, string.Join(' ', attributes["wholes"].Ints)));
        Assert.AreEqual(8, (int)attributes["texts"].Type);
        CollectionAssert.AreEqual(new[] { "a", "ß" }, attributes["texts"].Strings.Select(text => text.ToStringUtf8()).ToArray());
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => graph.Node("Any", [], ("odd", 1m))).Message, "An attribute cannot be a Decimal.");
    }

    [TestMethod]
    public void Sizes_that_the_caller_chooses_have_names_and_others_numbers()
    {
        var graph = new OnnxGraph("any");
        var input = graph.Input("x", OnnxType.UInt32, OnnxSize.Batch, OnnxSize.Time, 3);
        graph.Output("y", input, OnnxType.UInt32, OnnxSize.Batch, OnnxSize.Written, "height", 0);
        var written = graph.ToModel().Graph;
        Assert.AreEqual("batch, time, 3", Sizes(written.Input[0]));
        Assert.AreEqual("batch, written, height, 0", Sizes(written.Output[0]));
        Assert.AreEqual(12, written.Input[0].Type.TensorType.ElemType, "uint32 has the number 12 in the format");

        static string Sizes(ValueInfo value) => string.Join(
            ", ", value.Type.TensorType.Shape.Dim.Select(size => size.DimParam.Length > 0 ? size.DimParam : $"{size.DimValue}"));
    }

    [TestMethod]
    public void A_model_names_the_versions_that_ML_NETs_own_converter_writes()
    {
        var graph = new OnnxGraph("any");
        graph.Output("y", graph.Node("LabelEncoder", [graph.Input("x", OnnxType.Text, 1)]), OnnxType.Single, 1);
        var model = graph.ToModel();
        Assert.AreEqual((6, "DeepML", "any"), (model.IrVersion, model.ProducerName, model.Graph.Name));
        CollectionAssert.AreEqual(
            new[] { (string.Empty, 12L), ("ai.onnx.ml", 2L) }, model.OpsetImport.Select(set => (set.Domain, set.Version)).ToArray());
        Assert.AreEqual("ai.onnx.ml", model.Graph.Node[0].Domain, "of the classic operations");
        Assert.AreEqual("", model.Graph.Node[1].Domain);
    }

    [TestMethod]
    public void Outputs_that_nobody_wants_go_with_what_only_they_need_and_the_graph_keeps_them()
    {
        var graph = new OnnxGraph("any");
        var (a, b) = (graph.Input("a", OnnxType.Single, 1), graph.Input("b", OnnxType.Single, 1));
        graph.Output("sum", graph.Node("Add", [a, graph.Number(1)]), OnnxType.Single, 1);
        graph.Output("product", graph.Node("Mul", [graph.Node("Add", [a, graph.Number(2)]), b]), OnnxType.Single, 1);
        var wanted = graph.ToModel(["sum"]);
        Assert.AreEqual("a", wanted.Graph.Input.Single().Name);
        Assert.HasCount(1, wanted.Graph.Initializer);
        Assert.HasCount(2, wanted.Graph.Node, "the sum, and its name");
        Assert.AreEqual(4, GraphRun.Of<float>(wanted, "sum", GraphRun.Given("a", [3], 1)).Single());
        Assert.AreEqual(
            25, GraphRun.Of<float>(graph.ToModel(), "product", GraphRun.Given("a", [3], 1), GraphRun.Given("b", [5], 1)).Single());
    }

    [TestMethod]
    public void Dimensions_come_and_go_and_sums_go_along_one_of_them()
    {
        var given = GraphRun.Given("x", [1, 2, 3, 4, 5, 6], 2, 3);
        CollectionAssert.AreEqual(new float[] { 6, 15 }, GraphRun.Of<float>(1, graph => graph.Sum("x", 1, keep: false), given));
        CollectionAssert.AreEqual(new float[] { 5, 7, 9 }, GraphRun.Of<float>(2, graph => graph.Sum("x", 0, keep: true), given));
        CollectionAssert.AreEqual(
            new long[] { 2, 1, 3 }, GraphRun.Of<long>(1, graph => graph.Node("Shape", [graph.Unsqueeze("x", 1)]), given));
        CollectionAssert.AreEqual(
            new long[] { 3 },
            GraphRun.Of<long>(
                1, graph => graph.Node("Shape", [graph.Squeeze(graph.Sum("x", 0, keep: true), 0)]), given));
        CollectionAssert.AreEqual(
            new long[] { 1, -2 }, GraphRun.Of<long>(1, graph => graph.Cast("x", OnnxType.Int64), GraphRun.Given("x", [1.9f, -2.9f], 2)));
    }

    private static T[] Numbers<T>(Format.Tensor weight)
        where T : struct => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(weight.RawData.Span).ToArray();
}
