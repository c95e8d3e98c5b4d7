using Microsoft.ML;
using Spectre.Console;

namespace DeepML.Samples;

/// <summary>
/// Two uses of text: opinions told from words in their order, and a character model that learns a page by heart and writes on.
/// </summary>
internal static class Text
{
    public static int Run(SampleOutput output, string[] arguments)
    {
        var page = DataFiles.Given(arguments, Path.Combine("..", "README.md"));
        var accuracy = Opinions(output);
        var bits = Characters(output, page);
        return accuracy > 0.9 && bits < 3 ? 0 : 1;
    }

    // "not" turns an opinion round: a bag of words cannot know what it belongs to.
    private static double Opinions(SampleOutput output)
    {
        var ml = new MLContext(seed: 1);
        var train = ml.Data.LoadFromEnumerable(Reviews(1, 1200));
        var test = ml.Data.LoadFromEnumerable(Reviews(2, 400));
        var network = output.Train("GRU over words", 8, progress => ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Words"))
            .Append(ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                LabelColumnName = "Liked",
                FeatureColumnName = "Keys",
                Encoder = new GruEncoder { HiddenSize = 32 },
                EmbeddingSize = 16,
                Bidirectional = true,
                Training = new TrainingOptions { Epochs = 8, LearningRate = 5e-3, GradientClipNorm = 1, Progress = progress },
            }))
            .Fit(train));
        var accuracy = ml.BinaryClassification.Evaluate(network.Transform(test), "Liked").Accuracy;
        using var engine = ml.Model.CreatePredictionEngine<Review, Opinion>(network);
        string[] asked = ["the food was good and the room was not bad", "the food was not good and the room was bad"];
        output.Table("Opinions", ["text", "liked with probability"], asked.Select(text =>
            new[] { text, SampleOutput.Percent(engine.Predict(new Review { Text = text }).Probability) }));
        output.Say($"Accuracy on unseen sentences: [bold]{SampleOutput.Percent(accuracy)}[/]");
        output.Value("text.opinions.accuracy", accuracy);
        return accuracy;
    }

    private static double Characters(SampleOutput output, string path)
    {
        var text = File.ReadAllText(path);
        text = text[..Math.Min(4096, text.Length)];
        var ml = new MLContext(seed: 1);
        const int epochs = 80;
        using var model = output.Train(
            "Character model", epochs, progress => ml.Transforms.CharacterLanguageModel("Bits", "Text", new CharacterLanguageModelOptions
            {
                Training = new CharacterLanguageModelOptions().Training with { Epochs = epochs, LearningRate = 8e-3, Progress = progress },
            }).Fit(ml.Data.LoadFromEnumerable([new Review { Text = text }])));
        output.Curve("artifacts/text-curve", "Character model", model.TrainingHistory);
        var bits = model.BitsPerCharacter(text);
        var prompt = text[..20];
        output.Say(
            $"{text.Length} characters of {Markup.Escape(Path.GetFileName(path))} learned: {SampleOutput.Number(bits)} bits per character "
                + $"(uniform: {SampleOutput.Number(Math.Log2(model.Alphabet.Length))})");
        output.Say($"[grey]{Markup.Escape(prompt)}[/]{Markup.Escape(model.Generate(prompt, 300, temperature: 0.5))}");
        output.Value("text.characters.bits", bits);
        return bits;
    }

    private static IEnumerable<Review> Reviews(int seed, int count)
    {
        var random = new Random(seed);
        string[] things = ["food", "room", "staff", "view", "price"];
        string[] good = ["good", "fine", "lovely", "great"];
        string[] bad = ["bad", "awful", "poor", "dull"];
        for (var i = 0; i < count; i++)
        {
            var liked = random.Next(2) == 1;
            var parts = Enumerable.Range(0, 2).Select(_ =>
            {
                var negated = random.Next(2) == 1;
                var words = liked ^ negated ? good : bad;
                return $"the {things[random.Next(things.Length)]} was {(negated ? "not " : "")}{words[random.Next(words.Length)]}";
            });
            yield return new Review { Text = string.Join(" and ", parts), Liked = liked };
        }
    }

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public bool Liked { get; set; }
    }

    private sealed class Opinion
    {
        public float Probability { get; set; }
    }
}
