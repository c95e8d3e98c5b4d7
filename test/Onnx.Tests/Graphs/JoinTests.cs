using DeepML.Onnx.Chains;
using DeepML.Onnx.Format;

namespace DeepML.Onnx.Tests.Graphs;

/// <summary>Graphs that follow each other, joined by the names of columns.</summary>
[TestClass]
public sealed class JoinTests
{
    [TestMethod]
    public void A_graph_reads_what_the_one_before_has_made_under_the_same_name()
    {
        var join = new GraphJoin();
        join.Append(Plus("x", "x", 1), "");
        join.Append(Plus("x", "y", 10), "");
        var model = join.ToModel(["x", "y"]);
        Assert.AreEqual("x", model.Graph.Input.Single().Name, "only the first comes in");
        Assert.AreEqual(3, GraphRun.Of<float>(model, "x.output", GraphRun.Given("x", [2], 1, 1)).Single());
        Assert.AreEqual(13, GraphRun.Of<float>(model, "y.output", GraphRun.Given("x", [2], 1, 1)).Single());
    }

    [TestMethod]
    public void Weights_of_the_same_name_in_two_graphs_stay_apart()
    {
        var join = new GraphJoin();
        var (first, second) = (Plus("x", "a", 1), Plus("a", "b", 100));
        Assert.AreEqual(first.Graph.Initializer[0].Name, second.Graph.Initializer[0].Name);
        join.Append(first, "");
        join.Append(second, "");
        Assert.AreEqual(101, GraphRun.Of<float>(join.ToModel(["b"]), "b.output", GraphRun.Given("x", [0], 1, 1)).Single());
    }

    [TestMethod]
    public void Rows_of_numbers_become_pictures_or_sequences_where_these_are_read()
    {
        var join = new GraphJoin();
        join.Append(Plus("x", "row", 0, width: 6), "");
        var graph = new OnnxGraph("pictures");
        var picture = graph.Input("row", OnnxType.Single, OnnxSize.Batch, 1, 2, 3);
        graph.Output("columns", graph.Squeeze(graph.Sum(picture, 2, keep: false), 1), OnnxType.Single, OnnxSize.Batch, 3);
        join.Append(graph.ToModel(), "");
        var sequences = new OnnxGraph("sequences");
        var steps = sequences.Input("row", OnnxType.Single, OnnxSize.Batch, OnnxSize.Time, 2);
        sequences.Output("total", sequences.Sum(steps, 1, keep: false), OnnxType.Single, OnnxSize.Batch, 2);
        join.Append(sequences.ToModel(), "");
        var model = join.ToModel(["columns", "total"]);
        var given = GraphRun.Given("x", [1, 2, 3, 4, 5, 6, 0, 0, 1, 0, 0, 1], 2, 6);
        CollectionAssert.AreEqual(new float[] { 5, 7, 9, 0, 0, 2 }, GraphRun.Of<float>(model, "columns.output", given));
        CollectionAssert.AreEqual(new float[] { 9, 12, 1, 1 }, GraphRun.Of<float>(model, "total.output", given));
    }

    [TestMethod]
    public void A_column_of_another_type_is_cast()
    {
        var join = new GraphJoin();
        var keys = new OnnxGraph("keys");
        keys.Output(
            "key", keys.Cast(keys.Input("x", OnnxType.Single, OnnxSize.Batch, 1), OnnxType.UInt32), OnnxType.UInt32, OnnxSize.Batch, 1);
        join.Append(keys.ToModel(), "");
        join.Append(Plus("key", "y", 0.5f), "");
        CollectionAssert.AreEqual(
            new[] { 3.5f, 7.5f }, GraphRun.Of<float>(join.ToModel(["y"]), "y.output", GraphRun.Given("x", [3.9f, 7.1f], 2, 1)));
    }

    [TestMethod]
    public void What_a_graph_only_hands_on_is_not_made()
    {
        var join = new GraphJoin();
        var graph = new OnnxGraph("both");
        var (x, other) = (graph.Input("x", OnnxType.Single, OnnxSize.Batch, 1), graph.Input("other", OnnxType.Single, OnnxSize.Batch, 1));
        graph.Output("x.output", x, OnnxType.Single, OnnxSize.Batch, 1);
        graph.Output("other.output", graph.Node("Neg", [other]), OnnxType.Single, OnnxSize.Batch, 1);
        graph.Output("left", other, OnnxType.Single, OnnxSize.Batch, 1);
        join.Append(graph.ToModel(), ".output");
        Assert.IsFalse(join.IsMade("x"), "it is what came in");
        Assert.IsTrue(join.IsMade("other"), "it has another value under its name");
        Assert.IsFalse(join.IsMade("left"), "an output without the suffix is no column");
    }

    [TestMethod]
    public void A_column_whose_value_is_not_known_any_more_is_asked_of_the_caller()
    {
        var join = new GraphJoin();
        join.Append(Plus("x", "a", 1), "");
        join.Forget("a");
        Assert.IsFalse(join.IsMade("a"));
        join.Append(Plus("a", "y", 10), "");
        var model = join.ToModel(["y"]);
        Assert.AreEqual("a", model.Graph.Input.Single().Name);
        Assert.AreEqual(13, GraphRun.Of<float>(model, "y.output", GraphRun.Given("a", [3], 1, 1)).Single());
    }

    [TestMethod]
    public void Batches_of_any_size_go_through_graphs_that_were_written_for_one_row()
    {
        var join = new GraphJoin();
        join.Append(Plus("x", "y", 1, rows: 1), ""); // ML.NET's converter names one row
        var model = join.ToModel(["y"]);
        Assert.AreEqual("batch", model.Graph.Output[0].Type.TensorType.Shape.Dim[0].DimParam);
        Assert.AreEqual("batch", model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam);
        CollectionAssert.AreEqual(
            new float[] { 2, 3, 4 }, GraphRun.Of<float>(model, "y.output", GraphRun.Given("x", [1, 2, 3], 3, 1)));
        Assert.AreEqual((6, 12), (model.IrVersion, model.OpsetImport[0].Version));
    }

    [TestMethod]
    public void What_no_column_that_is_given_out_needs_is_left_out()
    {
        var join = new GraphJoin();
        join.Append(Plus("x", "a", 1), "");
        join.Append(Plus("z", "b", 2), "");
        var model = join.ToModel(["a"]);
        Assert.AreEqual("x", model.Graph.Input.Single().Name);
        Assert.HasCount(1, model.Graph.Initializer);
        Assert.AreEqual("a.output", model.Graph.Output.Single().Name);
    }

    [TestMethod]
    public void The_values_of_a_loop_have_names_of_their_own_in_each_graph()
    {
        var join = new GraphJoin();
        join.Append(Doubled("x", "a", times: 3), "");
        join.Append(Doubled("a", "b", times: 2), "");
        Assert.AreEqual(96, GraphRun.Of<float>(join.ToModel(["b"]), "b.output", GraphRun.Given("x", [3], 1, 1)).Single());

        static Model Doubled(string from, string to, int times)
        {
            var graph = new OnnxGraph("doubled");
            var start = graph.Input(from, OnnxType.Single, OnnxSize.Batch, 1);
            var made = graph.Loop(graph.Whole(times), [(start, OnnxType.Single)], given => (
                graph.Cast(graph.Whole(1), OnnxType.Boolean), [graph.Node("Mul", [given[0], graph.Number(2)])]))[0];
            graph.Output(to, made, OnnxType.Single, OnnxSize.Batch, 1);
            return graph.ToModel();
        }
    }

    private static Model Plus(string from, string to, float number, int width = 1, int? rows = null)
    {
        var graph = new OnnxGraph("plus");
        var batch = rows is { } fixedRows ? fixedRows : OnnxSize.Batch;
        var sum = graph.Node("Add", [graph.Input(from, OnnxType.Single, batch, width), graph.Number(number)]);
        graph.Output(to, sum, OnnxType.Single, batch, width);
        return graph.ToModel();
    }
}
