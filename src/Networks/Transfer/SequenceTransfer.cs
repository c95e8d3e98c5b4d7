using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepML.Networks;

/// <summary>
/// Names of layers over sequences, which stand behind "encoder." in networks that answer once or at every step, and by themselves in
/// language models.
/// </summary>
internal sealed partial class SequenceTransfer : TransferForm
{
    /// <summary>Name of the numbers that stand for keys.</summary>
    public const string Embedding = "embedding.weight";

    /// <summary>Whether a weight is the numbers that stand for keys.</summary>
    public static bool IsEmbedding(string weight) => weight is Embedding or $"encoder.{Embedding}";

    // What makes features of steps that are pictures stands where the numbers of keys would.
    private static bool IsFront(string weight) =>
        weight.StartsWith("front.", StringComparison.Ordinal) || weight.StartsWith("encoder.front.", StringComparison.Ordinal);

    private protected override TransferName? NameOf(string weight, IReadOnlyCollection<string> all)
    {
        var name = weight.StartsWith("encoder.", StringComparison.Ordinal) ? weight["encoder.".Length..] : weight;
        if (name.StartsWith("scaling.", StringComparison.Ordinal) || IsEmbedding(name) || IsFront(name))
            return new TransferName(name, name.StartsWith("scaling.", StringComparison.Ordinal) ? 0 : 1, TransferPart.Body);
        if (Layer().Match(name) is { Success: true } layer)
        {
            var below = all.Any(other => IsEmbedding(other) || IsFront(other)) ? 1 : 0;
            var within = layer.Groups["within"] is { Success: true } number ? Number(number) : 0;
            var depth = Number(layer.Groups["depth"]) + within;
            return new TransferName(within == 0 ? name : "recurrent." + Apart(layer, depth), 1 + below + depth, TransferPart.Body);
        }
        if (Bridge().IsMatch(name))
            return new TransferName(name, 0, TransferPart.Bridge);
        return Head().IsMatch(name) ? new TransferName(name, 0, TransferPart.Head) : null;
    }

    /// <summary>
    /// What a weight of layers that torch stacks itself is called where they are apart, as with noise between them; others keep their
    /// names.
    /// </summary>
    /// <param name="weight">Its name in a network with a <see cref="RecurrentStack"/>.</param>
    public static string WithLayersApart(string weight) => Stacked().Match(weight) is { Success: true } layer
        ? layer.Groups["before"].Value + Apart(layer, Number(layer.Groups["depth"]) + Number(layer.Groups["within"]))
        : weight;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    // The name of a layer that torch stacks itself as it is where layers are apart: as with noise between them, or backwards too.
    private static string Apart(Match layer, int depth) => FormattableString.Invariant(
        $"{layer.Groups["way"].Value}{depth}.{layer.Groups["weight"].Value}_l0");

    // Layers that torch stacks itself end in their number: forward0.lstm.weight_ih_l1.
    [GeneratedRegex(@"^recurrent\.(?<way>forward|backward)(?<depth>\d+)\.(?<weight>.*?)(?:_l(?<within>\d+))?$")]
    private static partial Regex Layer();

    [GeneratedRegex(@"^(?<before>(?:.*\.)?)(?<way>forward|backward)(?<depth>\d+)\.(?<weight>.*)_l(?<within>[1-9]\d*)$")]
    private static partial Regex Stacked();

    [GeneratedRegex(@"^(?:attention|importance)\.")]
    private static partial Regex Bridge();

    [GeneratedRegex(@"^(?:answer\.|between\.|bias$)")]
    private static partial Regex Head();
}
