namespace DeepML.Onnx.Tests.Graphs;

/// <summary>Rounds of the same operations.</summary>
[TestClass]
public sealed class LoopTests
{
    [TestMethod]
    [DataRow(1L, 0)]
    [DataRow(6L, 8)]
    [DataRow(27L, 111)]
    public void A_loop_goes_on_until_it_says_that_it_is_over(long start, int expected)
    {
        // Collatz: halved while even, else three times and one; 27 takes 111 steps to 1
        var found = GraphRun.Of<long>(
            0,
            graph =>
            {
                var carried = graph.Loop(
                    graph.Whole(1000), [(graph.Squeeze("start", 0), OnnxType.Int64), (graph.Whole(0), OnnxType.Int64)], given =>
                    {
                        var isOver = graph.Node("Equal", [given[0], graph.Whole(1)]);
                        var isOdd = graph.Node("Equal", [graph.Node("Mod", [given[0], graph.Whole(2)]), graph.Whole(1)]);
                        var next = graph.Node("Where", [
                            isOdd, graph.Node("Add", [graph.Node("Mul", [given[0], graph.Whole(3)]), graph.Whole(1)]),
                            graph.Node("Div", [given[0], graph.Whole(2)])]);
                        var number = graph.Node("Where", [isOver, given[0], next]);
                        var count = graph.Node("Add", [given[1], graph.Node("Where", [isOver, graph.Whole(0), graph.Whole(1)])]);
                        return (graph.Node("Not", [graph.Node("Equal", [number, graph.Whole(1)])]), [number, count]);
                    });
                return carried[1];
            },
            ("start", new[] { start }, [1]));
        Assert.AreEqual(expected, found.Single());
    }

    [TestMethod]
    public void No_more_rounds_are_done_than_are_allowed_and_each_may_read_what_was_there_before()
    {
        foreach (var most in new[] { 1, 2, 5 })
        {
            var sums = GraphRun.Of<float>(
                1,
                graph =>
                {
                    var twice = graph.Node("Mul", ["step", graph.Number(2)]);
                    return graph.Loop(
                        graph.Whole(most), [(graph.Floats([0, 10], 2), OnnxType.Single)],
                        given => (graph.Cast(graph.Whole(1), OnnxType.Boolean), [graph.Node("Add", [given[0], twice])]))[0];
                },
                GraphRun.Given("step", [1, 3], 2));
            CollectionAssert.AreEqual(new[] { 2f * most, 10 + (6f * most) }, sums);
        }
    }

    [TestMethod]
    public void A_value_may_become_longer_from_round_to_round()
    {
        var powers = GraphRun.Of<long>(
            1,
            graph => graph.Loop(graph.Whole(5), [(graph.Wholes(1), OnnxType.Int64)], given =>
            {
                var last = graph.Node("Gather", [given[0], graph.Wholes(-1)], ("axis", 0L));
                var longer = graph.Node("Concat", [given[0], graph.Node("Mul", [last, graph.Whole(3)])], ("axis", 0L));
                return (graph.Node("Less", [graph.Squeeze(last, 0), graph.Whole(27)]), [longer]);
            })[0]);
        CollectionAssert.AreEqual(new long[] { 1, 3, 9, 27, 81 }, powers, "the round in which the last was 27 is the last");
    }

    [TestMethod]
    public void A_round_may_hold_a_loop_and_what_is_written_behind_stands_outside_of_both()
    {
        var graph = new OnnxGraph("any");
        var yes = graph.Cast(graph.Whole(1), OnnxType.Boolean);
        var total = graph.Loop(graph.Whole(3), [(graph.Whole(0), OnnxType.Int64)], outer =>
        {
            var inner = graph.Loop(
                graph.Whole(4), [(outer[0], OnnxType.Int64)], given => (yes, [graph.Node("Add", [given[0], graph.Whole(1)])]));
            return (yes, [inner[0]]);
        })[0];
        graph.Output("all", graph.Node("Mul", [total, graph.Whole(10)]), OnnxType.Int64);
        var model = graph.ToModel();
        Assert.AreEqual(120, GraphRun.Of<long>(model, "all").Single());
        Assert.HasCount(1, model.Graph.Node.Where(node => node.OpType == "Loop").ToArray());
        Assert.HasCount(1, model.Graph.Node.Where(node => node.OpType == "Mul").ToArray());
        var pruned = graph.ToModel(["all"]);
        Assert.AreEqual(120, GraphRun.Of<long>(pruned, "all").Single(), "what is read within rounds is needed too");
    }
}
