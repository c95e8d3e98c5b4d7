using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// From which of six licences 32 words are, of which few have a label: a network of sequences from scratch, and from a language model
/// that has read the sentences to learn from, all without labels, and other English (Howard and Ruder, ACL 2018).
/// </summary>
internal static class CarriedWords
{
    private const string Folder = "/usr/share/common-licenses";
    private const int Length = 32;
    private const int LabelsOfEach = 8;
    private const int Draws = 5;
    private const int MostKinds = 3000;
    private const int OtherWords = 60_000;

    private static readonly string[] Licences = ["Apache-2.0", "Artistic", "CC0-1.0", "GFDL-1.3", "GPL-3", "MPL-2.0"];

    private static readonly LstmEncoder Encoder = new() { HiddenSize = 64 };

    /// <summary>Accuracy on two fifths of the sentences, which no network has read, mean of five draws of labels.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        if (!Licences.All(name => File.Exists(Path.Combine(Folder, name))))
        {
            Console.Error.WriteLine($"transfer.text: the licences that Debian ships ({Folder}) are not on this machine.");
            yield break;
        }
        var ml = new MLContext(seed: 1);
        var sentences = Licences.SelectMany(Sentences).ToArray();
        new Random(1).Shuffle(sentences);
        var learned = sentences[..(sentences.Length * 2 / 5)];
        var held = sentences[(sentences.Length * 3 / 5)..]; // settings were chosen on the fifth between
        var others = WordTexts.Read(OtherWords, licences: false).Learned.Where(text => text.Length > 0)
            .Select(text => new Sentence { Text = string.Join(' ', text) }).ToArray();
        var kinds = learned.Concat(others).SelectMany(s => s.Text.Split(' ')).GroupBy(word => word).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).Take(MostKinds).Select(g => new Word { Value = g.Key }).ToArray();
        var keyed = ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Words", keyData: ml.Data.LoadFromEnumerable(kinds)))
            .Append(ml.Transforms.Conversion.MapValueToKey(
                "Label", "Licence", keyData: ml.Data.LoadFromEnumerable(Licences.Select(name => new Word { Value = name }).ToArray())))
            .Fit(ml.Data.LoadFromEnumerable(learned));
        IDataView View(Sentence[] rows) => keyed.Transform(ml.Data.LoadFromEnumerable(rows));
        using var language = Language(ml, View([.. learned, .. others]));
        var test = View(held);
        var draws = Enumerable.Range(1, Draws).Select(draw => Measure(draw).ToArray()).ToArray();
        var means = draws[0].Select((found, i) => (found.Name, Value: draws.Average(draw => draw[i].Value))).ToArray();
        yield return ("transfer.text.gain", means[0].Value - means[1].Value);
        foreach (var (name, value) in means)
            yield return ($"transfer.text.accuracy ({name})", value);

        IEnumerable<(string Name, double Value)> Measure(int draw)
        {
            var shuffled = learned.ToArray();
            new Random(draw).Shuffle(shuffled);
            var few = View([.. Licences.SelectMany(name => shuffled.Where(s => s.Licence == name).Take(LabelsOfEach))]);
            yield return ("from a language model", Accuracy(ml, few, test, new TransferOptions { Model = language, OldLayerFactor = 0.1 }));
            yield return ("from scratch", Accuracy(ml, few, test, null));
            var counted = ml.Transforms.Text.FeaturizeText("Counts", "Text")
                .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                    "Label", "Counts", l1Regularization: 0, l2Regularization: 0.1f)).Fit(few);
            yield return ("linear, counted words", ml.MulticlassClassification.Evaluate(counted.Transform(test)).MicroAccuracy);
        }
    }

    private static SequenceLanguageModelTransformer Language(MLContext ml, IDataView rows) => ml.Transforms.SequenceLanguageModel(
        "Bits", "Keys", new SequenceLanguageModelOptions
        {
            EmbeddingSize = 64,
            Encoder = Encoder,
            Dropout = 0.2,
            SegmentLength = 35,
            Training = new TrainingOptions
            {
                Epochs = 12,
                BatchSize = 16,
                LearningRate = 4e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1,
            },
        }).Fit(rows);

    private static double Accuracy(MLContext ml, IDataView few, IDataView test, TransferOptions? transfer)
    {
        using var model = ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            EmbeddingSize = 64,
            Encoder = Encoder,
            Pooling = SequencePooling.Mean,
            Transfer = transfer,
            Training = new TrainingOptions { Epochs = 60, BatchSize = 10, LearningRate = 2e-3, GradientClipNorm = 1 },
        }).Fit(few);
        return ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
    }

    private static IEnumerable<Sentence> Sentences(string licence) =>
        File.ReadAllText(Path.Combine(Folder, licence)).ToLowerInvariant()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('"', '.', ',', ';', '(', ')')).Where(word => word.Length > 0).Chunk(Length)
            .Where(words => words.Length == Length).Select(words => new Sentence { Text = string.Join(' ', words), Licence = licence });

    private sealed class Word
    {
        public string Value { get; set; } = "";
    }

    private sealed class Sentence
    {
        public string Text { get; set; } = "";

        public string Licence { get; set; } = "";
    }
}
