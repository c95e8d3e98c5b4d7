using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Golden;

/// <summary>Worked numbers of rows before a row.</summary>
[TestClass]
public sealed class SeriesGoldenTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_delay_block_answers_with_the_input_before_and_begins_with_what_it_is_given()
    {
        float[] inputs = [0.5f, -1, 2, 0, 3];
        var data = _ml.Data.LoadFromEnumerable(inputs.Select(u => new Row { U = u }).ToArray());
        var delayed = _ml.Transforms.Lag("A", "U", by: 1, initial: 0.25).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new float[] { 0.25f, 0.5f, -1, 2, 0 }, delayed.GetColumn<float>("A").ToArray());
    }

    [TestMethod]
    public void Seven_numbers_are_four_windows_of_three_each_with_the_next_number_in_two_batches_of_two()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(1, 7).Select(u => new Row { U = u }).ToArray());
        var windows = _ml.Transforms.SlidingWindows("Window", "Next", "U", length: 3, horizon: 1).Fit(data).Transform(data);
        var batches = windows.GetColumn<float[]>("Window").Zip(windows.GetColumn<float>("Next")).Chunk(2).ToArray();
        Assert.HasCount(2, batches);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 2, 3, 4 }, batches[0].SelectMany(row => row.First).ToArray());
        CollectionAssert.AreEqual(new float[] { 4, 5 }, batches[0].Select(row => row.Second).ToArray());
        CollectionAssert.AreEqual(new float[] { 3, 4, 5, 4, 5, 6 }, batches[1].SelectMany(row => row.First).ToArray());
        CollectionAssert.AreEqual(new float[] { 6, 7 }, batches[1].Select(row => row.Second).ToArray());
    }

    private sealed class Row
    {
        public float U { get; set; }
    }
}
