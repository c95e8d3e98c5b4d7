using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>A vocabulary of words and parts of words, and how texts are cut by it.</summary>
public sealed record TokenizeWithWordPieceOptions
{
    /// <summary>The file of the vocabulary, a word or part ("##ing") a line: Hugging Face's vocab.txt.</summary>
    /// <value>The path of a file; must be given.</value>
    public string VocabularyFile { get; init; } = "";

    /// <summary>Whether texts are brought to lower case, without accents, first, as the vocabularies called "uncased" expect.</summary>
    /// <value>The default is true.</value>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether [CLS] is put in front of every text and [SEP] behind it, as BERT has learned them.</summary>
    /// <value>The default is true.</value>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>Keys that are made of a text; the rest of it is cut off.</summary>
    /// <value>At least 3; the default is 512, as many as BERT reads.</value>
    public int MaximumLength { get; init; } = 512;

    internal void Validate()
    {
        var faults = new OptionFaults();
        if (string.IsNullOrWhiteSpace(VocabularyFile))
            faults.Add(nameof(VocabularyFile), $"\"{VocabularyFile}\"", "the path of a file");
        faults.AtLeast(MaximumLength, 3, nameof(MaximumLength));
        faults.ThrowIfAny("options");
    }
}
