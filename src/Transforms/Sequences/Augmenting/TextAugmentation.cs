using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// Copies of texts in which some words are synonyms of those that stood there, are inserted, swapped or left out (Wei and Zou, EDA,
/// arXiv:1901.11196).
/// </summary>
/// <remarks>A word is what stands between white space; in a copy one space is left of that.</remarks>
[SavedAs("text")]
public sealed record TextAugmentation : RowAugmentation
{
    /// <summary>Words that may stand for each other, in groups: [["good", "fine"], ["shop", "store", "market"]].</summary>
    /// <value>
    /// Groups of at least two words, found whatever their case and the marks that touch them; a word may be in several. The default has
    /// none, and no word is replaced.
    /// </value>
    public IReadOnlyList<IReadOnlyList<string>> Synonyms { get; init; } = [];

    /// <summary>Share of the words that are replaced by a synonym, where they have one.</summary>
    /// <value>In [0, 1]; the default is 0.3.</value>
    public double SynonymShare { get; init; } = 0.3;

    /// <summary>Synonyms of words of the text that are inserted anywhere, as a share of its words.</summary>
    /// <value>In [0, 1]; the default is 0. It needs <see cref="Synonyms"/>.</value>
    public double InsertShare { get; init; }

    /// <summary>Pairs of words that change places, as a share of the words.</summary>
    /// <value>In [0, 1]; the default is 0. Of no use to what reads words without their order.</value>
    public double SwapShare { get; init; }

    /// <summary>Share of the words that are left out; at least one is kept.</summary>
    /// <value>In [0, 1); the default is 0.1.</value>
    public double DeleteShare { get; init; } = 0.1;

    internal override InputColumn Column(string name) => new TextColumn(name);

    internal override IDataView Changed(IDataView source, string column, int seed)
    {
        var changes = new WordChanges(new WordTable(Synonyms), (SynonymShare, InsertShare, SwapShare, DeleteShare));
        return new ChangedRows<ReadOnlyMemory<char>>(
            source, column, (ref ReadOnlyMemory<char> text, Random random, long _) =>
                text = changes.Changed(text.ToString(), random).AsMemory(), seed);
    }

    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        faults.InRange(SynonymShare, 0, 1, nameof(SynonymShare));
        faults.InRange(InsertShare, 0, 1, nameof(InsertShare));
        faults.InRange(SwapShare, 0, 1, nameof(SwapShare));
        faults.InHalfOpenRange(DeleteShare, 0, 1, nameof(DeleteShare));
        if (Synonyms is null)
        {
            faults.Add(nameof(Synonyms), null, "given; an empty list has none");
            return;
        }
        for (var i = 0; i < Synonyms.Count; i++)
            if (Synonyms[i] is not { Count: >= 2 } words || words.Any(string.IsNullOrWhiteSpace))
                faults.Add(
                    $"{nameof(Synonyms)}[{i}]", Synonyms[i] is null ? null : $"[{string.Join(", ", Synonyms[i])}]",
                    "at least two words, none of them empty");
        if (Synonyms.Count == 0 && InsertShare > 0)
            faults.Add(nameof(InsertShare), InsertShare, $"0 without {nameof(Synonyms)}");
        if ((SynonymShare == 0 || Synonyms.Count == 0) && InsertShare == 0 && SwapShare == 0 && DeleteShare == 0)
            faults.Add(
                nameof(DeleteShare), DeleteShare, $"above 0, or another share, or {nameof(Synonyms)} given: nothing would be changed");
    }
}
