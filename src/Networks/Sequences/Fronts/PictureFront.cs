using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Makes the steps that an encoder reads of pictures: the features of each of many, or the places of one.</summary>
internal sealed class PictureFront : Module<Tensor, Tensor>
{
    [ComponentName(Name = "layers")] private readonly ConvolutionalNetwork layers;
    private readonly PictureFrontArchitecture _architecture;

    /// <summary>Builds the layers with fresh weights from torch's generator.</summary>
    /// <exception cref="ArgumentException">A layer does not fit what comes out of the one before.</exception>
    public PictureFront(PictureFrontArchitecture architecture) : base("PictureFront")
    {
        _architecture = architecture;
        layers = new ConvolutionalNetwork(architecture.Pictures);
        RegisterComponents();
    }

    /// <summary>The layers.</summary>
    public ConvolutionalNetwork Layers => layers;

    /// <summary>Multiplications for a picture.</summary>
    public double MultiplicationsPerPicture => layers.Plan.Layers.Sum(layer => (double)layer.Parameters * layer.Places);

    /// <summary>Multiplications of the largest product with one picture: of a convolution, at every place.</summary>
    public long LargestProduct => layers.LargestProduct;

    /// <summary>Whether one picture is a whole sequence of places; else every step is a picture.</summary>
    public bool ReadsPlaces => _architecture.ReadsPlaces;

    /// <summary>Steps that a picture becomes.</summary>
    public int StepsPerPicture => _architecture.Places;

    /// <inheritdoc/>
    public override Tensor forward(Tensor steps) => Read(steps, null);

    /// <summary>The features of pictures that are steps.</summary>
    /// <param name="steps">(batch, time, channels · height · width).</param>
    /// <param name="lengths">
    /// (batch), int64: steps of each sequence, behind which no picture is looked at and features are 0; null where all are.
    /// </param>
    /// <returns>(batch, time, features).</returns>
    public Tensor Read(Tensor steps, Tensor? lengths)
    {
        var (batch, time) = (steps.size(0), steps.size(1));
        var pictures = steps.reshape(batch * time, -1); // (batch·time, numbers)
        if (lengths is null || lengths.min().Read<long>() >= time)
            return Features(pictures).reshape(batch, time, -1);
        var own = SequenceEncoderNetwork.Mask(lengths, time).reshape(-1).nonzero().reshape(-1); // (pictures there are)
        var features = zeros(batch * time, _architecture.StepSize, device: steps.device);
        if (own.size(0) > 0)
            features = features.index_copy(0, own, Features(pictures.index_select(0, own)));
        return features.reshape(batch, time, -1);
    }

    /// <summary>The places of one picture a row, line by line.</summary>
    /// <param name="pictures">(batch, channels · height · width), or with dimensions of their own.</param>
    /// <returns>(batch, places, channels of the last layer).</returns>
    public Tensor Places(Tensor pictures)
    {
        var maps = Maps(pictures); // (batch, channels, height, width)
        return maps.flatten(2).transpose(1, 2);
    }

    // (pictures, features)
    private Tensor Features(Tensor pictures) => Maps(pictures).flatten(1);

    // A single picture that has shrunk to one pixel has no spread to normalize by: running values take its place, as without a sequence.
    private Tensor Maps(Tensor pictures)
    {
        var shaped = Shaped(pictures);
        if (!layers.training || shaped.size(0) > 1 || !layers.NeedsTwoRows)
            return layers.call(shaped);
        layers.eval();
        try
        {
            return layers.call(shaped);
        }
        finally
        {
            layers.train();
        }
    }

    // (pictures, channels, height, width)
    private Tensor Shaped(Tensor pictures)
    {
        var a = _architecture.Pictures;
        return _architecture.ChannelsLast
            ? pictures.reshape(-1, a.Height, a.Width, a.Channels).permute(0, 3, 1, 2)
            : pictures.reshape(-1, a.Channels, a.Height, a.Width);
    }
}
