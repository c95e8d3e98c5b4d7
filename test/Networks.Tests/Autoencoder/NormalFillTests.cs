using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Autoencoder;

/// <summary>Missing numbers filled with what a normal distribution expects of them, against numbers worked out by hand.</summary>
[TestClass]
public sealed class NormalFillTests
{
    private const float None = float.NaN;

    [TestMethod]
    public void Mean_and_covariance_of_whole_rows_are_those_of_the_rows_and_one_row_of_independent_numbers()
    {
        using var scope = NewDisposeScope();
        using var fill = new NormalFill(2);
        fill.Learn(tensor(new float[] { 0, 0, 2, 6, 4, 2, 6, 8 }, [4, 2]));
        // variances 5 and 10 and covariance 5, and a quarter of the variances on top
        Check([3, 4], fill.state_dict()["mean"]);
        Check([6.25f, 5, 5, 12.5f], fill.state_dict()["covariance"]);
    }

    [TestMethod]
    public void What_is_missing_is_expected_from_what_is_there()
    {
        using var scope = NewDisposeScope();
        using var fill = Of([1, 2], [4, 2, 2, 9]);
        var rows = tensor(new[] { 3, None, None, 5, None, None, 7, 8 }, [4, 2]);
        Check([3, 3, 1 + (2 / 9f * 3), 5, 1, 2, 7, 8], fill.call(rows), "2 + 2 ÷ 4 · (3 - 1), and the mean where nothing is there");
    }

    [TestMethod]
    public void Several_numbers_that_are_there_count_together()
    {
        using var scope = NewDisposeScope();
        // the third is the sum of the first two, which are independent with variances 1 and 4
        using var fill = Of([0, 0, 0], [1, 0, 1, 0, 4, 4, 1, 4, 5.0001f]);
        Check([2, 3, 5], fill.call(tensor(new[] { 2, 3, None }, [1, 3])));
        Check([1, 4, 5], fill.call(tensor(new[] { None, None, 5 }, [1, 3])), "a fifth of the sum is the first one's");
    }

    [TestMethod]
    public void A_line_is_learned_though_holes_are_in_it()
    {
        using var scope = NewDisposeScope();
        var numbers = new float[80];
        for (var row = 0; row < 40; row++)
        {
            numbers[2 * row] = row % 7 == 3 ? None : row;
            numbers[(2 * row) + 1] = row % 5 == 1 ? None : 100 - (2 * row);
        }
        using var fill = new NormalFill(2);
        var rows = tensor(numbers, [40, 2]);
        fill.Learn(rows);
        var filled = fill.call(rows).data<float>().ToArray();
        for (var row = 0; row < 40; row++)
            if (!(float.IsNaN(numbers[2 * row]) && float.IsNaN(numbers[(2 * row) + 1])))
            {
                Assert.AreEqual(row, filled[2 * row], 1.5f, $"row {row}");
                Assert.AreEqual(100 - (2 * row), filled[(2 * row) + 1], 3f, $"row {row}");
            }
    }

    [TestMethod]
    public void The_unit_of_a_column_does_not_matter()
    {
        using var scope = NewDisposeScope();
        float[] numbers = [1, 3, 2, None, 3, 8, None, 9, 5, 11, 6, 14];
        var (metres, micrometres) = (new NormalFill(2), new NormalFill(2));
        var rows = tensor(numbers, [6, 2]);
        var scale = tensor(new[] { 1, 1e6f });
        metres.Learn(rows);
        micrometres.Learn(rows * scale);
        var (one, other) = (metres.call(rows), micrometres.call(rows * scale) / scale);
        Check(one.data<float>().ToArray(), other);
    }

    [TestMethod]
    public void A_column_that_never_changes_is_filled_with_its_number()
    {
        using var scope = NewDisposeScope();
        using var fill = new NormalFill(2);
        fill.Learn(tensor(new[] { 1, 7, 2, 7, 3, None, 4, 7 }, [4, 2]));
        Check([2.5f, 7, 9, 7], fill.call(tensor(new[] { None, 7, 9, None }, [2, 2])));
    }

    [TestMethod]
    public void More_rows_than_are_solved_at_a_time_are_filled_each_by_itself()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var rows = randn(600, 64); // 512 matrices of 64 x 64 at a time
        rows[rand(600, 64).lt(0.2)] = tensor(None);
        using var fill = new NormalFill(64);
        fill.Learn(rows);
        var filled = fill.call(rows);
        foreach (var row in new[] { 0L, 511, 512, 599 })
            Check(fill.call(rows.narrow(0, row, 1)).data<float>().ToArray(), filled.narrow(0, row, 1));
        Assert.IsFalse(filled.isnan().any().item<bool>());
    }

    [TestMethod]
    public void Neither_learning_nor_filling_leaves_a_tensor_behind()
    {
        using var fill = new NormalFill(2);
        using var rows = tensor(new[] { 1, 7, 2, 3, 3, None, 4, 9 }, [4, 2]);
        Work();
        var before = LiveTensors.Count();
        Work();
        Assert.AreEqual(before, Tensor.TotalCount);

        void Work()
        {
            fill.Learn(rows);
            using var filled = fill.call(rows);
        }
    }

    private static NormalFill Of(float[] mean, float[] covariance)
    {
        var fill = new NormalFill(mean.Length);
        var weights = fill.state_dict();
        weights["mean"].copy_(tensor(mean));
        weights["covariance"].copy_(tensor(covariance, [mean.Length, mean.Length]));
        return fill;
    }

    private static void Check(float[] expected, Tensor found, string? why = null)
    {
        var numbers = found.contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, numbers);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], 1e-3f, $"number {i}. {why}");
    }
}
