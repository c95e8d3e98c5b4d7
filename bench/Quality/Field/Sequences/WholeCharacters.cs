using System.Text;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>A model of texts with characters beyond U+FFFF writes fifty texts.</summary>
internal sealed class WholeCharacters : IFieldCheck
{
    public int Number => 7;

    public string Fault => "the character model writes halves of characters";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20)
                .Select(i => new { Text = i % 2 == 0 ? "so \U0001F600 and \U0001F680!" : "\U0001F981\U0001F600 no \U0001F40D" }));
        var options = new CharacterLanguageModelOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 16 },
            Training = new TrainingOptions { Epochs = 3, BatchSize = 4, LearningRate = 0.01 }
        };
        using var model = ml.Transforms.CharacterLanguageModel("Bits", "Text", options).Fit(rows);
        var texts = Enumerable.Range(1, 50).Select(seed => model.Generate("", 20, temperature: 1.5, seed)).ToArray();
        return texts.Any(text => text.Any(char.IsSurrogate)) && !texts.Any(text => text.EnumerateRunes().Contains(Rune.ReplacementChar));
    }
}
