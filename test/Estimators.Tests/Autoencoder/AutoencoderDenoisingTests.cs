using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderDenoisingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Noise_is_taken_off_better_than_by_leaving_it()
    {
        var noisy = Noisy(300, 0.2, seed: 3);
        using var model = _ml.Transforms.Autoencoder("Code", "Noisy", new AutoencoderOptions
        {
            HiddenSizes = [16],
            CodeSize = 4,
            TargetColumnName = "Clean",
            Outputs = new AutoencoderOutputs { Error = "Error" },
            Training = new TrainingOptions { Epochs = 40, BatchSize = 20, LearningRate = 0.01 },
        }).Fit(noisy);
        Assert.AreEqual("the input as it is", model.TrainingHistory.Baseline!.Name);
        Assert.IsTrue(model.TrainingHistory.Baseline.IsBeaten);
        var test = Noisy(100, 0.2, seed: 4);
        var before = _ml.Data.CreateEnumerable<NoisyRow>(test, false)
            .Average(r => r.Noisy.Zip(r.Clean).Average(v => Math.Pow(v.First - v.Second, 2)));
        var scored = model.Transform(test);
        var after = Cells.Read(scored, scored.Schema["Error"]).Average(e => e[0]);
        Assert.IsLessThan(before / 3, after);
        Assert.AreEqual(10 * Math.Log10(1 / after), model.PeakSignalToNoise(test), 1e-3);
    }

    [TestMethod]
    public void The_signal_to_noise_ratio_leaves_rows_without_values_out()
    {
        var rows = Cells.Read(Blobs.Create(_ml), Blobs.Create(_ml).Schema["Features"]).Select(f => new Row { Features = f }).ToArray();
        var empty = new Row { Features = [.. Enumerable.Repeat(float.NaN, 8)] };
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            FillMissingValues = true,
            Training = new TrainingOptions { Epochs = 2 },
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(model.PeakSignalToNoise(_ml.Data.LoadFromEnumerable(rows)),
            model.PeakSignalToNoise(_ml.Data.LoadFromEnumerable(rows.Append(empty))), 1e-6);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => model.PeakSignalToNoise(_ml.Data.LoadFromEnumerable(new[] { empty })));
        StringAssert.Contains(error.Message, "'Features'");
    }

    [TestMethod]
    public void The_signal_to_noise_ratio_counts_values_and_not_rows()
    {
        var rows = Cells.Read(Blobs.Create(_ml), Blobs.Create(_ml).Schema["Features"])
            .Select((row, i) => new Row { Features = [.. row.Select((value, slot) => slot < i % 8 ? float.NaN : value)] });
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            FillMissingValues = true,
            Outputs = new AutoencoderOutputs { FeatureErrors = "Errors" },
            Training = new TrainingOptions { Epochs = 2 },
        }).Fit(data);
        var scored = model.Transform(data);
        var error = Cells.Read(scored, scored.Schema["Errors"]).SelectMany(row => row).Where(e => !float.IsNaN(e)).Average(e => (double)e);
        Assert.AreEqual(-10 * Math.Log10(error), model.PeakSignalToNoise(data), 1e-6);
    }

    [TestMethod]
    public void Corruption_makes_a_better_denoiser_than_none()
    {
        var clean = Noisy(300, 0, seed: 3);
        var test = Noisy(100, 0.3, seed: 4);
        Assert.IsLessThan(Error(null), Error(new GaussianCorruption { StandardDeviation = 0.3 }));

        double Error(InputCorruption? corruption)
        {
            using var model = new MLContext(1).Transforms.Autoencoder("Code", "Noisy", new AutoencoderOptions
            {
                CodeSize = 8,
                Corruption = corruption,
                Training = new TrainingOptions { Epochs = 40, BatchSize = 20, LearningRate = 0.01 },
            }).Fit(clean);
            var view = model.Reconstruct(test);
            return Cells.Read(view, view.Schema["Noisy"]).Zip(Cells.Read(view, view.Schema["Clean"]))
                .Average(p => p.First.Zip(p.Second).Average(v => Math.Pow(v.First - v.Second, 2)));
        }
    }

    private IDataView Noisy(int count, double deviation, int seed)
    {
        var random = new Random(seed);
        return _ml.Data.LoadFromEnumerable(
            Cells.Read(Blobs.Create(_ml, count, seed), Blobs.Create(_ml, 1).Schema["Features"]).Select(clean => new NoisyRow
            {
                Clean = clean,
                Noisy = [.. clean.Select(
                v =>
                    (float)(v
                        + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))))],
            }).ToArray());
    }

    private sealed class NoisyRow
    {
        [VectorType(8)]
        public float[] Clean { get; set; } = [];

        [VectorType(8)]
        public float[] Noisy { get; set; } = [];
    }

    private sealed class Row
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];
    }
}
