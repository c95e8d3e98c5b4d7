using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A convolution whose filters see some of the channels each.</summary>
internal sealed class ConnectedConvolution : Module<Tensor, Tensor>, IDrawsOwnWeights
{
    [ComponentName(Name = "weight")] private readonly Parameter weight; // (connections, kernel height, kernel width)
    [ComponentName(Name = "bias")] private readonly Parameter? bias;
    private readonly ConnectedWeights _connections;
    private readonly Window _rows, _across;
    private readonly long[] _padding; // left, right, top, bottom
    private readonly bool _wraps;

    /// <param name="input">Shape of what it reads.</param>
    /// <param name="connections">The channels that each filter sees.</param>
    /// <param name="rows">How it moves down.</param>
    /// <param name="across">How it moves to the right.</param>
    /// <param name="hasBias">Whether a number is added to each filter.</param>
    public ConnectedConvolution(
        LayerShape input, IReadOnlyList<IReadOnlyList<int>> connections, Window rows, Window across, bool hasBias)
        : base("ConnectedConvolution")
    {
        _connections = new ConnectedWeights(input.Channels, connections);
        (_rows, _across) = (rows, across);
        var (top, bottom) = rows.PaddingOf(input.Height);
        var (left, right) = across.PaddingOf(input.Width);
        _padding = [left, right, top, bottom];
        _wraps = rows.Padding.Kind == PaddingKind.Circular;
        WeightRoom.Take(_connections.Outputs, input.Channels, rows.Size, across.Size); // they are laid out whole for each pass
        weight = Parameter(WeightRoom.Zeros(_connections.Count, rows.Size, across.Size));
        bias = hasBias ? Parameter(WeightRoom.Zeros(_connections.Outputs)) : null;
        RegisterComponents();
        Draw(WeightInitialization.LeCun);
    }

    /// <inheritdoc/>
    public void Draw(WeightInitialization method) => _connections.Draw(weight, bias, method);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var whole = _connections.Whole(weight); // (filters, channels, kernel height, kernel width)
        using var padded = Convolutions.Padded(input, _padding, _wraps); // (batch, channels, height + padding, width + padding)
        return functional.conv2d(
            padded, whole, bias, strides: [_rows.Stride, _across.Stride], dilation: [_rows.Dilation, _across.Dilation]);
    }
}
