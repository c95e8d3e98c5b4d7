using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Thirty waves of three forms in noise, each from another place on and of another size and speed, with and without changed copies:
/// accuracy of a time-delay network on 1,000 others. Without copies it has four times the epochs.
/// </summary>
internal sealed class AugmentedSeries : IQualityTask
{
    private const int Learned = 30, Tested = 1000, Steps = 64, Forms = 3, Epochs = 30;

    public string Name => "augment.series";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var plain = Seeds.Mean(seed => Accuracy(seed, null));
        yield return ("augment.series.none.accuracy", plain);
        var changed = Seeds.Mean(seed => Accuracy(seed, new SeriesAugmentation { Shift = 0.2, TimeWarp = 0.2, Copies = 3 }));
        yield return ("augment.series.change", changed - plain);
    }

    private static double Accuracy(int seed, SeriesAugmentation? augmentation)
    {
        var ml = new MLContext(seed);
        var waves = ml.Data.LoadFromEnumerable(Draw(seed, Learned));
        var trainer = ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Wave",
            CompareWithBaselines = false,
            Training = new TrainingOptions
            {
                Epochs = augmentation is null ? 4 * Epochs : Epochs,
                BatchSize = 8,
                LearningRate = 3e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1,
            },
        });
        using var model = augmentation is null
            ? trainer.Fit(waves)
            : ml.Transforms.AugmentSeries("Wave", augmentation).Append(trainer).Fit(waves).LastTransformer;
        return ml.MulticlassClassification.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(Draw(1000 + seed, Tested)))).MicroAccuracy;
    }

    private static IEnumerable<Row> Draw(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var (form, start) = (i % Forms, random.NextDouble());
            var (size, speed) = (0.5 + random.NextDouble(), 0.03 + (0.03 * random.NextDouble()));
            yield return new Row
            {
                Label = (uint)form,
                Wave = [.. Enumerable.Range(0, Steps).Select(step =>
                    (float)((size * Form(form, start + (speed * step))) + (0.5 * (random.NextDouble() + random.NextDouble() - 1))))],
            };
        }
    }

    // A sine, a triangle, and a rectangle of period 1.
    private static double Form(int form, double time)
    {
        var place = time - Math.Floor(time);
        return form == 0 ? Math.Sin(2 * Math.PI * place) : form == 1 ? 1 - (4 * Math.Abs(place - 0.5)) : place < 0.5 ? 0.8 : -0.8;
    }

    private sealed class Row
    {
        [KeyType(Forms)]
        public uint Label { get; set; }

        [VectorType(Steps)]
        public float[] Wave { get; set; } = [];
    }
}
