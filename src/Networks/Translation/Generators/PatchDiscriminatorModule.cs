using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The layers of a <see cref="PatchDiscriminator"/>.</summary>
internal sealed class PatchDiscriminatorModule : Module<Tensor, Tensor>, IHasArchitecture
{
    private const int MostDoublings = 3;

    private readonly PatchDiscriminator _form;
    private readonly int _channels;
    [ComponentName(Name = "layers")] private readonly Sequential layers;
    [ComponentName(Name = "decision")] private readonly Conv2d decision;

    /// <param name="form">Its sizes.</param>
    /// <param name="channels">Channels of a picture together with those of what it was made of.</param>
    public PatchDiscriminatorModule(PatchDiscriminator form, int channels) : base("PatchDiscriminator")
    {
        (_form, _channels) = (form, channels);
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        for (var halving = 1; halving <= form.Halvings; halving++)
        {
            var filters = form.Filters << Math.Min(halving - 1, MostDoublings);
            WeightRoom.Take(filters, channels, 4, 4);
            modules.Add(($"halve{halving}", Conv2d(channels, filters, 4, stride: 2, padding: 1)));
            if (halving > 1 && ConvolutionPair.Normalizing(filters, form.Normalization) is { } norm)
                modules.Add(($"norm{halving}", norm)); // not next to the picture, as in the paper
            modules.Add(($"activation{halving}", Activations.Create(Activation.LeakyReLU, GanNetworks.LeakySlope)!));
            channels = filters;
        }
        layers = GanNetworks.Small(Sequential(modules.ToArray()));
        decision = GanNetworks.Small(Conv2d(channels, 1, 3, padding: 1));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture => new { Form = _form, Channels = _channels };

    /// <summary>How far each place is taken for true.</summary>
    /// <param name="input">(batch, channels, height, width): what a picture was made of, and the picture.</param>
    /// <returns>(batch, places).</returns>
    public override Tensor forward(Tensor input)
    {
        using var features = layers.call(input); // (batch, filters, height / 2^halvings, width / 2^halvings)
        using var places = decision.call(features);
        return places.flatten(1);
    }
}
