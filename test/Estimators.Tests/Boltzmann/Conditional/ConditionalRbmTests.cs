using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Rbm;

/// <summary>What a machine with a past learns of sequences, and what it refuses.</summary>
[TestClass]
public sealed class ConditionalRbmTests
{
    private const int Period = 12;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_rhythm_is_predicted_better_than_by_its_last_frame_and_goes_on()
    {
        var frames = Rhythm(600, seed: 1);
        var later = Rhythm(100, seed: 2);
        using var model = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "V", new ConditionalRbmOptions
        {
            HiddenSize = 10,
            NextFrameColumnName = "Next",
            Training = new ConditionalRbmOptions().Training with { Epochs = 40, BatchSize = 20, LearningRate = 3e-3 },
        }).Fit(Windows(frames), Windows(later));
        var baseline = model.TrainingHistory.Baseline!;
        Assert.IsTrue(baseline.NetworkValue < 0.3 * baseline.Value, baseline.ToString());
        Assert.AreEqual("the last frame once more", baseline.Name);
        Assert.IsTrue(model.TrainingHistory.Epochs[^1].Metrics["validation next frame error"] < baseline.Value);
        var predicted = model.Predict(frames[^3..], Period);
        var truth = Enumerable.Range(600, Period).Select(t => Frame(t, null)).ToArray();
        Assert.IsGreaterThan(0.8, Correlation(predicted, truth), "a whole period ahead");
        var drawn = model.Generate(frames, Period, seed: 1);
        Assert.IsGreaterThan(0.6, Correlation(drawn, truth));
        CollectionAssert.AreEqual(Flat(drawn), Flat(model.Generate(frames, Period, seed: 1)));
        CollectionAssert.AreNotEqual(Flat(drawn), Flat(model.Generate(frames, Period, seed: 2)));
        CollectionAssert.AreNotEqual(Flat(drawn), Flat(model.Generate(frames, Period, means: false, seed: 1)));
        var next = model.Transform(Windows(frames)).GetColumn<float[]>("Next").Last();
        Assert.AreEqual(0, next.Zip(predicted[0], (a, b) => Math.Abs(a - b)).Max(), 1e-4, "the column is what Predict says");
    }

    [TestMethod]
    public void Free_energy_tells_a_frame_that_does_not_follow_from_one_that_does()
    {
        var frames = Rhythm(400, seed: 1);
        using var model = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "V", new ConditionalRbmOptions
        {
            HiddenSize = 10,
            FreeEnergyColumnName = "Energy",
            Training = new ConditionalRbmOptions().Training with { Epochs = 30, BatchSize = 20, LearningRate = 3e-3 },
        }).Fit(Windows(frames));
        var past = Enumerable.Range(0, 3).SelectMany(t => Frame(t, null)).ToArray();
        double Energy(int t) => model.Transform(BitRow.Load(_ml, [[.. past, .. Frame(t, null)]])).GetColumn<float>("Energy").Single();
        Assert.IsGreaterThan(Energy(3) + 1, Energy(3 + (Period / 2)), "half a period too late");
    }

    [TestMethod]
    public void Bits_and_counts_have_a_past_too()
    {
        var random = new Random(1);
        foreach (var units in new[] { VisibleUnits.Bernoulli, VisibleUnits.Counts })
        {
            // One of four slots after the other; words are counted there.
            var frames = Enumerable.Range(0, 400).Select(t => Enumerable.Range(0, 4)
                .Select(slot => slot == t % 4 ? units == VisibleUnits.Counts ? random.Next(3, 8) : 1f : 0).ToArray()).ToArray();
            using var model = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "V", new ConditionalRbmOptions
            {
                PastFrames = 1,
                HiddenSize = 6,
                VisibleUnits = units,
                Training = new ConditionalRbmOptions().Training with { Epochs = 40, BatchSize = 20, LearningRate = 0.01 },
            }).Fit(Windows(frames, 1));
            Assert.AreEqual(units, model.VisibleUnits);
            var predicted = model.Predict([frames[^1]], 6);
            CollectionAssert.AreEqual(
                new[] { 0, 1, 2, 3, 0, 1 }, predicted.Select(frame => Array.IndexOf(frame, frame.Max())).ToArray(), $"{units}");
        }
    }

    [TestMethod]
    public void A_reloaded_model_goes_on_alike_and_training_goes_on_from_a_model()
    {
        var frames = Rhythm(100, seed: 1);
        var options = ConditionalRbmWorkout.Small;
        using var model = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "V", options).Fit(Windows(frames));
        Assert.AreEqual((3, 4, 5, VisibleUnits.Gaussian), (model.PastFrames, model.FrameSize, model.HiddenSize, model.VisibleUnits));
        using var file = new MemoryStream();
        _ml.Model.Save(model, Windows(frames).Schema, file);
        file.Position = 0;
        using var reloaded = (ConditionalRbmTransformer)_ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(Flat(model.Generate(frames, 4, seed: 3)), Flat(reloaded.Generate(frames, 4, seed: 3)));
        using var more = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "V", options).Fit(Windows(frames), model);
        CollectionAssert.AreNotEqual(Flat(model.Predict(frames)), Flat(more.Predict(frames)));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "V", options with { PastFrames = 1 })
                    .Fit(Windows(frames, 1), model)).Message, "The previous model is");
    }

    [TestMethod]
    public void Noise_is_a_share_of_the_deviation_that_numbers_are_divided_by()
    {
        var frames = Rhythm(200, seed: 1);
        float[] Scales(ConditionalRbmOptions options)
        {
            using var model = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "V", options).Fit(Windows(frames));
            return [.. Enumerable.Range(0, 4).Select(i => model.Machine.Machine.Scale[i].item<float>())];
        }
        var present = frames[3..];
        var half = Scales(ConditionalRbmWorkout.Small with { Noise = 0.5 });
        var one = Scales(ConditionalRbmWorkout.Small with { Noise = 1 });
        for (var i = 0; i < 4; i++)
        {
            var mean = present.Average(frame => frame[i]);
            var deviation = Math.Sqrt(present.Average(frame => (frame[i] - mean) * (frame[i] - mean)));
            Assert.AreEqual(deviation, one[i], 1e-3);
            Assert.AreEqual(0.5 * deviation, half[i], 1e-3);
        }
    }

    [TestMethod]
    public void Bad_options_and_rows_are_named()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.ConditionalBoltzmannMachine("H", "V", new()
        {
            PastFrames = 0,
            HiddenSize = 0,
            Noise = 0,
            GibbsSteps = 0,
            PredictionPasses = 0,
            VisibleUnits = VisibleUnits.Counts,
            HiddenUnits = HiddenUnits.NoisyReLU,
            NextFrameColumnName = "",
            FreeEnergyColumnName = "",
        })).Message;
        foreach (var fault in new[]
        {
            "PastFrames is 0", "HiddenSize is 0", "Noise is 0", "GibbsSteps is 0", "PredictionPasses is 0", "HiddenUnits is NoisyReLU",
            "NextFrameColumnName is \"\"", "FreeEnergyColumnName is \"\"",
        })
            StringAssert.Contains(message, fault);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.ConditionalBoltzmannMachine("H", "V", new() { NextFrameColumnName = "H" })).Message, "The name 'H'");
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.ConditionalBoltzmannMachine("H", "V", ConditionalRbmWorkout.Small).Fit(BitRow.Load(_ml, [[1, 2, 3]])));
        StringAssert.Contains(error.Message, "PastFrames is 3, but column 'V' holds 3 numbers; they must be a multiple of 4");
    }

    [TestMethod]
    public void A_past_that_does_not_fit_is_refused()
    {
        var frames = Rhythm(60, seed: 1);
        using var model = _ml.Transforms.ConditionalBoltzmannMachine("H", "V", ConditionalRbmWorkout.Small).Fit(Windows(frames));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Predict(frames[..2])).Message, "There are 2 frames; at least 3");
        foreach (var bad in new float[]?[] { [1, 2], null, [1, 2, float.NaN, 4] })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => model.Generate([frames[0], frames[1], bad!], 1)).Message,
                "Each frame must have 4 finite numbers; frame 2 has not");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Predict(frames, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate(frames, 1, gibbsSteps: 0));
    }

    [TestMethod]
    public void Windows_hold_each_frame_behind_those_before_it()
    {
        var rows = FrameWindows.Of([[1, 10], [2, 20], [3, 30], [4, 40]], 2);
        Assert.HasCount(2, rows);
        CollectionAssert.AreEqual(new float[] { 1, 10, 2, 20, 3, 30 }, rows[0]);
        CollectionAssert.AreEqual(new float[] { 2, 20, 3, 30, 4, 40 }, rows[1]);
        Assert.IsEmpty(FrameWindows.Of([[1], [2]], 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FrameWindows.Of([], 0));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => FrameWindows.Of([[1], [1, 2]], 1)).Message, "Frame 1");
    }

    private IDataView Windows(IReadOnlyList<float[]> frames, int past = 3) => BitRow.Load(_ml, FrameWindows.Of(frames, past));

    private static float[][] Rhythm(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(t => Frame(t, random))];
    }

    // Four numbers that swing in one rhythm, each at its own time.
    private static float[] Frame(int t, Random? noise) => [.. Enumerable.Range(0, 4).Select(i =>
        (float)(5 + (3 * Math.Sin((2 * Math.PI * t / Period) + i)) + (noise is null ? 0 : 0.6 * (noise.NextDouble() - 0.5))))];

    private static double Correlation(IEnumerable<float[]> one, IEnumerable<float[]> other)
    {
        var (a, b) = (Flat(one), Flat(other));
        var (meanA, meanB) = (a.Average(), b.Average());
        var both = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return both / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    private static float[] Flat(IEnumerable<float[]> frames) => [.. frames.SelectMany(frame => frame)];
}
