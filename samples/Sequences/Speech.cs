using DeepML.Bench;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Vowels of generated voices in noise, from WAV files to their names: one saved chain reads the files, makes mel spectrograms of them,
/// and a GRU listens to the frames one by one. Each voice has a pitch and a throat of its own, and none of those tested was heard before.
/// </summary>
internal static class Speech
{
    private const string ModelPath = "artifacts/speech.zip";
    private const int Epochs = 25, Learned = 600, Tested = 250;
    private const double Decibels = 5;

    private static readonly MelSpectrogramOptions Frames = new()
    {
        FrameLength = 512,
        HopLength = 320,
        Bands = 30,
        LowFrequency = 60,
        HighFrequency = 5_000,
        Scale = SpectrumScale.Decibel,
    };

    public static int Run(SampleOutput output, string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("speech").FullName;
        try
        {
            return Learn(output, new MLContext(seed: 1), folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Learn(SampleOutput output, MLContext ml, string folder)
    {
        IDataView Sounds(string name, int seed, int count) =>
            ml.Data.LoadFromEnumerable(SpokenSound.Write(folder, name, seed, count, Decibels, Voice.Vowels));
        var (train, test) = (Sounds("train", 1, Learned), Sounds("test", 2, Tested));
        output.Say($"{Learned} recordings of vowels, {Decibels} dB above white noise, to learn from; {Tested} of other voices to be told");
        var fitted = output.Train("GRU over frames", Epochs, progress => ml.Transforms.Conversion.MapValueToKey("Label", "Said")
            .Append(ml.Transforms.LoadAudio("Samples", "File", new LoadAudioOptions { Folder = folder }))
            .Append(ml.Transforms.MelSpectrogram("Mel", "Samples", Frames))
            .Append(ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Mel",
                Encoder = new GruEncoder { HiddenSize = 32 },
                Pooling = SequencePooling.Attention,
                CompareWithBaselines = false,
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    BatchSize = 25,
                    LearningRate = 5e-3,
                    Schedule = new CosineSchedule(),
                    ValidationFraction = 0.1,
                    GradientClipNorm = 1,
                    Progress = progress,
                },
            })).Fit(train));
        ml.Model.Save(fitted, train.Schema, ModelPath);
        fitted.Dispose();
        using var loaded = (TransformerChain<ITransformer>)ml.Model.Load(ModelPath, out _);
        return Tell(output, ml, loaded.Transform(train), loaded.Transform(test));
    }

    private static int Tell(SampleOutput output, MLContext ml, IDataView train, IDataView test)
    {
        output.Say($"Vowels as they are seen: {Draw("artifacts/speech-spectrograms", test)}");
        var names = Voice.Vowels; // keys are in the order in which vowels are met
        var report = PredictionReport.Of(test);
        output.Table("Said (down) and heard (across)", ["", .. names], names.Select((name, said) =>
            (string[])[name, .. names.Select((_, heard) => $"{report.Count(said, heard)}")]));
        var accuracy = ml.MulticlassClassification.Evaluate(test).MicroAccuracy;
        var simple = MeanFrames.Accuracy(ml, train, test, "Mel");
        output.Say($"Right, of voices never heard: GRU [bold]{SampleOutput.Percent(accuracy)}[/], softmax regression on the mean frame "
            + $"{SampleOutput.Percent(simple)}, always the same vowel {SampleOutput.Percent(1.0 / names.Length)}");
        var chart = ReportCharts.Confusion(report, names, "Vowels of voices never heard");
        output.Say($"Confusions: {Chart.Save(chart, "artifacts/speech-confusion", 560, 480)}");
        output.Value("speech.accuracy", accuracy);
        output.Value("speech.mean_frame.accuracy", simple);
        return accuracy > 0.9 ? 0 : 1;
    }

    private static string Draw(string path, IDataView sounds)
    {
        var chart = new SpectrogramChart(
            "Five vowels of five voices: the bright bands are the resonances of the mouth", (double)Frames.HopLength / Frames.SampleRate,
            Frames.HighFrequency!.Value);
        var seen = sounds.GetColumn<string>("Said").Zip(sounds.GetColumn<float[]>("Mel")).Take(Voice.Vowels.Length);
        foreach (var (name, mel) in seen)
            chart.Add(name, [.. mel.Chunk(Frames.Bands)], Frames.LowFrequency, Frames.HighFrequency.Value);
        return chart.Save(path);
    }
}
