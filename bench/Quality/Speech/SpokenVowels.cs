using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Five vowels of generated voices in noise, the same in as much noise as voice, and four that become another one, read from WAV files as
/// mel spectrograms by a GRU: accuracy on voices never heard, beside the mean frame and the most frequent.
/// </summary>
internal sealed class SpokenVowels : IQualityTask
{
    private const int Learned = 1000, Held = 100, Tested = 500, Epochs = 25;

    private static readonly string[] Glides = ["ai", "ia", "au", "ua"];

    private static readonly MelSpectrogramOptions Frames = new()
    {
        FrameLength = 512,
        HopLength = 320,
        Bands = 30,
        LowFrequency = 60,
        HighFrequency = 5_000,
    };

    public string Name => "speech";

    public IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var (name, kinds, decibels) in new[]
        {
            ("speech", Voice.Vowels, 5.0), ("speech.noisier", Voice.Vowels, 0.0), ("speech.glides", Glides, 5.0),
        })
        {
            var measured = Seeds.All.Select(seed => Measure(seed, kinds, decibels)).ToArray();
            yield return ($"{name}.accuracy", measured.Average(seed => seed.Network));
            yield return ($"{name}.mean_frame.accuracy", measured.Average(seed => seed.MeanFrame));
            yield return ($"{name}.majority.accuracy", 1.0 / kinds.Length);
            yield return ($"{name}.seconds", measured.Average(seed => seed.Seconds));
        }
    }

    private static (double Network, double MeanFrame, double Seconds) Measure(int seed, string[] kinds, double decibels)
    {
        var folder = Directory.CreateTempSubdirectory("speech").FullName;
        try
        {
            var ml = new MLContext(seed);
            IDataView Sounds(string name, int part, int count) => ml.Data.LoadFromEnumerable(
                SpokenSound.Write(folder, name, (1000 * seed) + part, count, decibels, kinds));
            var (train, held, test) = (Sounds("train", 1, Learned), Sounds("held", 2, Held), Sounds("test", 3, Tested));
            var hearing = ml.Transforms.Conversion.MapValueToKey("Label", "Said")
                .Append(ml.Transforms.LoadAudio("Samples", "File", new LoadAudioOptions { Folder = folder }))
                .Append(ml.Transforms.MelSpectrogram("Mel", "Samples", Frames)).Fit(train);
            var clock = Stopwatch.StartNew();
            using var network = Trainer(ml).Fit(hearing.Transform(train), hearing.Transform(held));
            var seconds = clock.Elapsed.TotalSeconds;
            var accuracy = ml.MulticlassClassification.Evaluate(network.Transform(hearing.Transform(test))).MicroAccuracy;
            return (accuracy, MeanFrames.Accuracy(ml, hearing.Transform(train), hearing.Transform(test), "Mel"), seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RecurrentNetworkEstimator Trainer(MLContext ml) =>
        ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Mel",
            Encoder = new GruEncoder { HiddenSize = 32 },
            Pooling = SequencePooling.Attention,
            CompareWithBaselines = false,
            Training = new TrainingOptions
            {
                Epochs = Epochs,
                BatchSize = 25,
                LearningRate = 3e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1,
            },
        });
}
