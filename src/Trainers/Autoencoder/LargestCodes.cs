using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Keeps the largest numbers of each code and sets the others to 0, in training and after: a k-sparse autoencoder (Makhzani and Frey,
/// arXiv:1312.5663).
/// </summary>
public sealed record LargestCodes : CodeSparsity
{
    /// <summary>Numbers of each code that are kept, k.</summary>
    /// <value>In [1, CodeSize], or the numbers in the last feature maps where these are the code; the default is 8.</value>
    public int Count { get; init; } = 8;

    internal override int? CodesKept => Count;

    internal override Tensor? Penalty(Tensor code) => null;

    internal override void Validate(OptionFaults faults, string name, int codeSize) =>
        faults.InRange(Count, 1, Math.Max(1, codeSize), $"{name}.{nameof(Count)}");
}
