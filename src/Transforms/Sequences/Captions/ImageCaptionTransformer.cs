using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted network that writes a sentence, key by key, on each picture.</summary>
[ArchiveKind("ImageCaption", version: 1)]
public sealed class ImageCaptionTransformer
    : ScoringTransformer, IArchived<ImageCaptionTransformer, ImageCaptionDescription, SequenceToSequenceNetwork>
{
    private readonly ImageCaptionDescription _description;
    private readonly SequenceToSequenceNetwork _network;

    internal ImageCaptionTransformer(
        IHostEnvironment environment, ImageCaptionDescription description, SequenceToSequenceNetwork network, Device device)
        : base(
            environment, description, network, device, [new ImageInput(description.InputColumn, "input", description.Format)],
            ScoredOutputs.Of(
                description.Output(),
                rows => SequenceDecoder.Decode(
                    network, rows[0], network.LengthsOf(rows[0]), description.BeamWidth, description.MaximumLength))) =>
        (_description, _network) = (description, network);

    /// <summary>Sentences kept while writing; 1 takes the likeliest key at each step.</summary>
    public int BeamWidth => _description.BeamWidth;

    /// <summary>Words of a sentence at most.</summary>
    public int MaximumLength => _description.MaximumLength;

    /// <summary>Places of a picture, rows and columns, that the words are looked up in.</summary>
    public (int Height, int Width) Places
    {
        get
        {
            var shape = _description.Architecture.Encoder.Front!.Output();
            return (shape.Height, shape.Width);
        }
    }

    /// <summary>What makes places of pictures.</summary>
    internal PictureFrontArchitecture Front => _description.Architecture.Encoder.Front!;

    internal override TransferWeights Transferable() =>
        TransferWeights.CopyOf(NamedWeights.Where(weight => weight.Key.StartsWith("encoder.", StringComparison.Ordinal)));

    /// <summary>The same network with another width of the beam. Both have the same weights, which last until both are disposed.</summary>
    /// <param name="beamWidth">At least 1, at most the number of keys and one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is out of range.</exception>
    public ImageCaptionTransformer WithBeam(int beamWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beamWidth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(beamWidth, _description.Architecture.TargetCount + 1);
        using var use = Use();
        return new ImageCaptionTransformer(Environment, _description with { BeamWidth = beamWidth }, _network, Device);
    }

    static ImageCaptionTransformer IArchived<ImageCaptionTransformer, ImageCaptionDescription, SequenceToSequenceNetwork>.From(
        ImageCaptionDescription description, SequenceToSequenceNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
