namespace DeepML.Transforms.Tests.Scoring;

[TestClass]
public sealed class ColumnWeightsTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(64)]
    [DataRow(129)]
    public void A_product_is_added_for_every_number_of_outputs(int inputs)
    {
        var random = new Random(inputs);
        for (var outputs = 1; outputs <= 150; outputs += outputs < 34 ? 1 : 13)
        {
            var weights = Made(random, outputs * inputs);
            var (input, sums) = (Made(random, inputs), Made(random, ColumnWeights.Padded(outputs) + 1));
            var expected = Enumerable.Range(0, outputs)
                .Select(o => sums[o] + Enumerable.Range(0, inputs).Sum(i => (double)weights[(o * inputs) + i] * input[i])).ToArray();
            var behind = sums[^1];
            var matrix = new ColumnWeights(weights, outputs);
            Assert.AreEqual((inputs, outputs), (matrix.Inputs, matrix.Outputs));
            matrix.AddTo(input, sums);
            for (var o = 0; o < outputs; o++)
                Assert.AreEqual(expected[o], sums[o], 1e-4, $"{outputs} outputs, number {o}");
            Assert.AreEqual(behind, sums[^1], "behind the room there is nothing of it");
        }
    }

    [TestMethod]
    public void Too_little_room_or_input_is_an_error()
    {
        var matrix = new ColumnWeights(new float[12], 3);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix.AddTo(new float[3], new float[ColumnWeights.Padded(3)]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix.AddTo(new float[4], new float[ColumnWeights.Padded(3) - 1]));
    }

    private static float[] Made(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
