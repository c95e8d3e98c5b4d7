using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A layer of units that see some of the inputs each.</summary>
internal sealed class ConnectedLinear : Module<Tensor, Tensor>, IDrawsOwnWeights
{
    [ComponentName(Name = "weight")] private readonly Parameter weight; // (connections)
    [ComponentName(Name = "bias")] private readonly Parameter? bias;
    private readonly ConnectedWeights _connections;

    /// <param name="inputs">Numbers that come in.</param>
    /// <param name="connections">The inputs that each unit sees.</param>
    /// <param name="hasBias">Whether a number is added to each unit.</param>
    public ConnectedLinear(int inputs, IReadOnlyList<IReadOnlyList<int>> connections, bool hasBias) : base("ConnectedLinear")
    {
        _connections = new ConnectedWeights(inputs, connections);
        WeightRoom.Take(_connections.Outputs, inputs); // they are laid out whole for each pass
        weight = Parameter(WeightRoom.Zeros(_connections.Count));
        bias = hasBias ? Parameter(WeightRoom.Zeros(_connections.Outputs)) : null;
        RegisterComponents();
        Draw(WeightInitialization.LeCun);
    }

    /// <inheritdoc/>
    public void Draw(WeightInitialization method) => _connections.Draw(weight, bias, method);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var whole = _connections.Whole(weight); // (units, inputs)
        return functional.linear(input, whole, bias); // (batch, units)
    }
}
