using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepML.Networks;

/// <summary>
/// Names of fully connected layers: "layers.linear2.weight" of a perceptron, whose last layer is the head, "encoder.linear2.weight" of an
/// autoencoder, whose head is the decoder, and "layer2.linear.weight" of a deep belief network, whose head is "output".
/// </summary>
internal sealed partial class DenseTransfer : TransferForm
{
    private protected override TransferName? NameOf(string weight, IReadOnlyCollection<string> all)
    {
        if (Scaling().Match(weight) is { Success: true } scaling)
            return new TransferName($"scaling.{scaling.Groups[1].Value}", 0, TransferPart.Body);
        if (Layer().Match(weight) is { Success: true } layer)
        {
            var block = Number(layer.Groups["block"]);
            var isAnswer = layer.Groups["stack"].Value == "layers" && block == LastOf(all);
            return isAnswer
                ? new TransferName($"head.{layer.Groups["rest"].Value}", block, TransferPart.Head)
                : new TransferName($"{layer.Groups["kind"].Value}{block}.{layer.Groups["rest"].Value}", block, TransferPart.Body);
        }
        if (weight.StartsWith("output.", StringComparison.Ordinal))
            return new TransferName(string.Concat("head.", weight.AsSpan("output.".Length)), 0, TransferPart.Head);
        return weight.StartsWith("decoder.", StringComparison.Ordinal) ? new TransferName(weight, 0, TransferPart.Head) : null;
    }

    private static int LastOf(IEnumerable<string> all) => all.Select(weight => Layer().Match(weight))
        .Where(match => match.Success && match.Groups["stack"].Value == "layers").Max(match => Number(match.Groups["block"]));

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:layer1\.)?scaling\.(.+)$")]
    private static partial Regex Scaling();

    [GeneratedRegex(
        @"^(?:(?<stack>layers|encoder)\.(?<kind>linear|norm|activation)(?<block>\d+)|layer(?<block>\d+)\.(?<kind>linear))\."
            + "(?<rest>.+)$")]
    private static partial Regex Layer();
}
