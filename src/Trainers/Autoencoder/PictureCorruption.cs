using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Spoils pictures as wholes: patches, marks, blur, noise. The network must begin with convolutions, and pixels be in [0, 1].
/// </summary>
public sealed record PictureCorruption : InputCorruption
{
    /// <summary>What spoils them, one after the other.</summary>
    /// <value>At least one; the default is a <see cref="PatchCorruption"/>.</value>
    public IReadOnlyList<ImageCorruption> Corruptions { get; init; } = [new PatchCorruption()];

    internal override Tensor Apply(Tensor inputs, Tensor? blank, AutoencoderImageArchitecture? pictures = null)
    {
        var size = pictures ?? throw new InvalidOperationException("Pictures are spoiled by networks that begin with convolutions.");
        var spoiled = inputs.reshape(-1, size.Channels, size.Height, size.Width);
        foreach (var corruption in Corruptions)
            spoiled = corruption.Spoil(spoiled, null).Pictures;
        return spoiled.flatten(1);
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        name = $"{name}.{nameof(Corruptions)}";
        Validate(Corruptions, faults, name);
        if (Corruptions is { Count: 0 })
            faults.Add(name, "an empty list", "a list of at least one");
    }

    /// <summary>Notes what is wrong with each of several corruptions.</summary>
    internal static void Validate(IReadOnlyList<ImageCorruption> corruptions, OptionFaults faults, string name)
    {
        if (!faults.Given(corruptions, name))
            return;
        for (var i = 0; i < corruptions.Count; i++)
            if (faults.Given(corruptions[i], $"{name}[{i}]"))
                corruptions[i].Validate(
                    new PartFaults($"{name}[{i}] ({SavedAsAttribute.NameOf(corruptions[i].GetType())})", faults.Add));
    }
}
