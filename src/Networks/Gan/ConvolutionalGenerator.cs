using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Transposed convolutions that double the sides from layer to layer, batch normalization, no pooling, no dense hidden layer:
/// the generator of Radford et al., arXiv:1511.06434.
/// </summary>
internal sealed class ConvolutionalGenerator : Module<Tensor, Tensor, Tensor>
{
    private readonly int _rowSize;
    private readonly Sequential layers;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public ConvolutionalGenerator(GeneratorArchitecture architecture) : base("ConvolutionalGenerator")
    {
        _rowSize = architecture.RowSize;
        var picture = architecture.Picture!;
        var filters = picture.FiltersAt(picture.Halvings);
        var modules = new List<(string, Module<Tensor, Tensor>)>
        {
            ("inner", ConvTranspose2d(architecture.LatentSize + architecture.ConditionSize, filters, ((long)picture.Inner.Height, (long)picture.Inner.Width), bias: false)),
            ("innerNorm", BatchNorm2d(filters)),
            ("innerActivation", ReLU()),
        };
        for (var halvings = picture.Halvings - 1; halvings >= 1; halvings--)
        {
            modules.Add(($"double{halvings}", ConvTranspose2d(filters, picture.FiltersAt(halvings), 4L, 2L, 1L, bias: false)));
            filters = picture.FiltersAt(halvings);
            modules.Add(($"norm{halvings}", BatchNorm2d(filters)));
            modules.Add(($"activation{halvings}", ReLU()));
        }
        modules.Add(("picture", ConvTranspose2d(filters, picture.Channels, 4L, 2L, 1L)));
        layers = GanNetworks.Small(Sequential(modules.ToArray()));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor noise, Tensor condition)
    {
        using var input = cat([noise, condition], 1); // (batch, latent + condition)
        using var points = input.reshape(input.size(0), input.size(1), 1, 1);
        using var pictures = layers.call(points); // (batch, channels, height, width)
        return pictures.reshape(pictures.size(0), _rowSize); // (batch, row)
    }
}
