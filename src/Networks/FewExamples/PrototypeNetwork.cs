using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Answers with how near a row's vector is to the prototype of each class (Snell, Swersky and Zemel, NeurIPS 2017): logit c is -s·‖e - p‖²
/// but for s·‖e‖², which all classes have in common, plus an offset of the class.
/// </summary>
internal sealed class PrototypeNetwork : Module<Tensor, Tensor>, IHasArchitecture, IKnowsLargestProduct, ILayeredNetwork
{
    /// <summary>Offset of a class that has no prototype yet: nothing is ever taken for it.</summary>
    public const float NoPrototype = -1e30f;

    [ComponentName(Name = "embedding")] private readonly EmbeddingNetwork embedding;
    [ComponentName(Name = "describer")] private readonly Sequential? describer;
    [ComponentName(Name = "prototypes")] private readonly Tensor prototypes; // (classes, embedding)
    [ComponentName(Name = "offsets")] private readonly Tensor offsets; // (classes)
    [ComponentName(Name = "sharpness")] private readonly Tensor sharpness; // (1), s

    /// <summary>Builds the network with fresh weights from torch's generator, and no prototypes.</summary>
    public PrototypeNetwork(PrototypeArchitecture architecture) : base("Prototypes")
    {
        Architecture = architecture;
        embedding = new EmbeddingNetwork(architecture.Embedding);
        var size = architecture.Embedding.EmbeddingSize;
        if (architecture.Describer is { } describing)
            describer = DenseStack.Create(
                [describing.DescriptionSize, .. describing.HiddenSizes, size], Activation.ReLU, Activation.Identity);
        prototypes = WeightRoom.Zeros(architecture.ClassCount, size).DetachFromDisposeScope();
        offsets = WeightRoom.Zeros(architecture.ClassCount).fill_(Numbers.Kept(NoPrototype)).DetachFromDisposeScope();
        sharpness = WeightRoom.Ones(1).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes and functions.</summary>
    public PrototypeArchitecture Architecture { get; }

    /// <inheritdoc/>
    public long LargestProduct => embedding.LargestProduct;

    /// <summary>What turns rows into vectors.</summary>
    public EmbeddingNetwork Embedding => embedding;

    /// <summary>What turns descriptions into vectors; null for nothing.</summary>
    public Sequential? Describer => describer;

    /// <summary>s: how fast a class becomes less likely with the squared distance from its prototype.</summary>
    public double Sharpness
    {
        get => sharpness.Read<float>();
        set => sharpness.fill_(Numbers.Kept(value));
    }

    /// <summary>What each class's logit is raised by; <see cref="NoPrototype"/> where it has none.</summary>
    public float[] Offsets => offsets.ReadAll<float>();

    /// <summary>Takes what is known of each class.</summary>
    /// <param name="vectors">(classes, embedding).</param>
    /// <param name="raised">The offset of each class.</param>
    public void SetPrototypes(Tensor vectors, float[] raised)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        prototypes.copy_(vectors);
        offsets.copy_(tensor(raised));
    }

    /// <summary>The vectors of descriptions.</summary>
    /// <param name="descriptions">(classes, description).</param>
    /// <returns>(classes, embedding).</returns>
    /// <exception cref="InvalidOperationException">The network knows classes by rows alone.</exception>
    public Tensor Describe(Tensor descriptions)
    {
        var described = (describer ?? throw new InvalidOperationException("The network reads no descriptions.")).call(descriptions);
        return Architecture.Embedding.UnitLength ? EmbeddingNetwork.Directions(described) : described;
    }

    /// <summary>How near vectors are to prototypes.</summary>
    /// <param name="embedded">(batch, embedding).</param>
    /// <param name="of">(classes, embedding).</param>
    /// <returns>(batch, classes): s·(2·e·p - ‖p‖²).</returns>
    public Tensor Compare(Tensor embedded, Tensor of) => (embedded.mm(of.t()).Times(2) - of.Squared().sum(1L)) * sharpness;

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames => ["vector", "answer"];

    /// <inheritdoc/>
    public int FeatureLayer => 0;

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer)
    {
        var lengths = inputs.Count > 1 ? inputs[1] : null;
        return layer == 0 ? embedding.Embed(inputs[0], lengths) : Answer(inputs[0], lengths);
    }

    /// <summary>The logit of each class, of rows that are no sequences.</summary>
    /// <param name="input">(batch, input), or (batch, channels, height, width).</param>
    /// <returns>(batch, classes).</returns>
    public override Tensor forward(Tensor input) => Answer(input, null);

    /// <summary>The logit of each class.</summary>
    /// <param name="input">(batch, input), (batch, channels, height, width), or sequences, (batch, steps × step size).</param>
    /// <param name="lengths">Steps of each sequence, (batch), int64; null where rows are none.</param>
    /// <returns>(batch, classes).</returns>
    public Tensor Answer(Tensor input, Tensor? lengths) => Compare(embedding.Embed(input, lengths), prototypes).Plus(offsets);

    /// <summary>A network of its own with the same weights and other classes.</summary>
    /// <param name="kept">The classes that it has of this one's, in their order.</param>
    /// <param name="added">The vector of one more, (embedding); null for none.</param>
    public PrototypeNetwork WithClasses(IReadOnlyList<int> kept, Tensor? added)
    {
        // outside of the scope, which would end it
        var other = new PrototypeNetwork(Architecture with { ClassCount = kept.Count + (added is null ? 0 : 1) });
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        NetworkWeights.Copy(embedding.state_dict(), other.embedding.state_dict());
        if (describer is not null)
            NetworkWeights.Copy(describer.state_dict(), other.describer!.state_dict());
        other.sharpness.copy_(sharpness);
        var places = tensor(kept.Select(place => (long)place).ToArray(), device: prototypes.device);
        var vectors = prototypes.index_select(0, places);
        var raised = Offsets;
        other.SetPrototypes(
            added is null ? vectors : cat([vectors, added.unsqueeze(0)], 0),
            [.. kept.Select(place => raised[place]), .. added is null ? Array.Empty<float>() : [0f]]);
        return other.to(prototypes.device);
    }
}
