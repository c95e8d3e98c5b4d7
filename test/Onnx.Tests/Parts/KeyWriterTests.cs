using DeepML.Onnx.Tests.Graphs;

namespace DeepML.Onnx.Tests.Parts;

/// <summary>The loop that writes keys, against a search over the same probabilities.</summary>
[TestClass]
public sealed class KeyWriterTests
{
    private const int Keys = 3; // and 0, the end

    // What may follow each key, 0 at the start: (before, after) logits.
    private static readonly float[] Follows =
    [
        -3, 1, 0.9f, 0,
        0, -1, 0.2f, 0.1f,
        2, 0, -1, 1.5f,
        0.5f, 1, 0.4f, -2,
    ];

    [TestMethod]
    [DataRow(1, 6)]
    [DataRow(2, 6)]
    [DataRow(4, 6)]
    [DataRow(2, 1)]
    public void A_beam_keeps_the_likeliest_sequences_until_all_have_ended(int beam, int most)
    {
        float[] starts = [0, 1, 0.5f, 2, -1, 0, 1, 0]; // what the two rows of the batch add to the logits
        var written = GraphRun.Of<long>(
            2,
            graph =>
            {
                var writer = new OnnxKeyWriter(graph, "read", Keys, beam, most);
                return writer.Write([writer.Repeat("read")], (_, previous, state) =>
                {
                    var next = graph.Node("Gather", [graph.Floats(Follows, 4, 4), previous], ("axis", 0L));
                    return (graph.Node("Add", [next, state[0]]), state);
                });
            },
            GraphRun.Given("read", starts, 2, 4));
        var longest = written.Length / 2;
        for (var row = 0; row < 2; row++)
        {
            var expected = Search(starts[(row * 4)..((row * 4) + 4)], beam, most);
            long[] found = [.. written[(row * longest)..((row + 1) * longest)]];
            CollectionAssert.AreEqual(expected, found.TakeWhile(key => key > 0).ToArray(), $"row {row}");
            Assert.IsTrue(found.Skip(expected.Length).All(key => key == -1), "and nothing behind the end");
        }
    }

    [TestMethod]
    public void What_is_carried_along_follows_the_sequence_that_it_belongs_to()
    {
        // each round is given the sum of the keys that were written, which the next one depends on
        var written = GraphRun.Of<long>(
            2,
            graph =>
            {
                var writer = new OnnxKeyWriter(graph, "read", Keys, beamWidth: 2, most: 4);
                return writer.Write([writer.Repeat("read")], (_, previous, state) =>
                {
                    var sum = graph.Node("Add", [state[0], graph.Unsqueeze(graph.Cast(previous, OnnxType.Single), 1)]);
                    var isFull = graph.Node("Greater", [sum, graph.Number(5.5f)]);
                    var over = graph.Floats([9, 0, 0, 0], 1, 4);
                    return (graph.Node("Where", [isFull, over, graph.Floats([-9, 0, 1, 0.9f], 1, 4)]), [sum]);
                });
            },
            GraphRun.Given("read", [0, 4], 2, 1));
        CollectionAssert.AreEqual(new long[] { 2, 2, 2, -1, 2, -1, -1, -1 }, written, "the second row had four to begin with");
    }

    private static long[] Search(float[] start, int beam, int most)
    {
        var kept = new List<(List<long> Keys, double Score, bool Ended)> { ([], 0, false) };
        for (var step = 0; step < most && kept.Any(one => !one.Ended); step++)
        {
            var grown = new List<(List<long> Keys, double Score, bool Ended)>();
            foreach (var (keys, score, ended) in kept)
            {
                if (ended)
                {
                    grown.Add((keys, score, true));
                    continue;
                }
                var logits = Enumerable.Range(0, 4)
                    .Select(key => (double)Follows[((keys.Count == 0 ? 0 : keys[^1]) * 4) + key] + start[key]).ToArray();
                var total = Math.Log(logits.Sum(Math.Exp));
                for (var key = 0; key < 4; key++)
                    grown.Add((key == 0 ? keys : [.. keys, key], score + logits[key] - total, key == 0));
            }
            kept = [.. grown.OrderByDescending(one => one.Score).Take(beam)];
        }
        return [.. kept[0].Keys];
    }
}
