namespace DeepML.Networks.Tests.Layers.Dense;

[TestClass]
public sealed unsafe class ColumnSumsTests
{
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(5, 3, 7)]
    [DataRow(512, 9, 9)]
    [DataRow(513, 17, 20)]
    [DataRow(1500, 8, 8)]
    public void Columns_are_summed_and_compared_wherever_they_begin(int rows, int columns, int stride)
    {
        var random = new Random(1);
        var (numbers, others) = (Numbers(), Numbers());
        var (sums, means, differences) = (new float[columns], new float[columns], new float[columns]);
        fixed (float* number = numbers, other = others, sum = sums, mean = means, difference = differences)
        {
            ColumnSums.Of(number, sum, rows, columns, stride);
            ColumnSums.Differences(number, other, mean, difference, rows, columns, stride);
        }
        for (var column = 0; column < columns; column++)
        {
            double Sum(float[] of) => Enumerable.Range(0, rows).Sum(row => (double)of[(row * stride) + column]);
            Assert.AreEqual(Sum(numbers), sums[column], 1e-4);
            Assert.AreEqual(Sum(numbers) / rows, means[column], 1e-6);
            Assert.AreEqual((Sum(others) - Sum(numbers)) / rows, differences[column], 1e-6);
        }

        float[] Numbers() => [.. Enumerable.Range(0, rows * stride).Select(_ => random.NextSingle() - 0.5f)];
    }

    [TestMethod]
    public void Sums_of_many_rows_keep_their_digits()
    {
        const int Rows = 200_000;
        var numbers = Enumerable.Repeat(0.1f, Rows).ToArray();
        float sum;
        fixed (float* number = numbers)
            ColumnSums.Of(number, &sum, Rows, 1, 1);
        Assert.AreEqual(Rows * (double)0.1f, sum, 0.2); // one by one they come to 20,009
    }
}
