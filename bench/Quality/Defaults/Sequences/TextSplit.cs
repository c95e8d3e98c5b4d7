using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Passages to learn from (four fifths) and to score, as the columns Text and Label.</summary>
internal sealed class TextSplit(TopicTexts texts)
{
    private readonly Passage[] _rows =
        [.. texts.Texts.Zip(texts.IsLicence, (text, isLicence) => new Passage { Text = text, Label = isLicence })];

    /// <summary>Number of passages to learn from.</summary>
    public int TrainRows => _rows.Length * 4 / 5;

    /// <summary>The passages to learn from.</summary>
    public IDataView Train(MLContext ml) => ml.Data.LoadFromEnumerable(_rows[..TrainRows]);

    /// <summary>The passages held out.</summary>
    public IDataView Test(MLContext ml) => ml.Data.LoadFromEnumerable(_rows[TrainRows..]);

    private sealed class Passage
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }
}
