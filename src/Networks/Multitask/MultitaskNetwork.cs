using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes and functions that rebuild a <see cref="MultitaskNetwork"/>.</summary>
/// <param name="InputSize">Numbers per row.</param>
/// <param name="HiddenSizes">Widths of the layers of a body; at least one.</param>
/// <param name="HeadSizes">Widths of the hidden layers of each head.</param>
/// <param name="AnswerSizes">Numbers that each task is answered with.</param>
/// <param name="HiddenActivation">Function of the hidden layers.</param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
/// <param name="BodyEach">Whether each task has a body of its own (soft sharing); else they have one (hard sharing).</param>
/// <param name="WeighsTasks">Whether the noise of each task is learned, by which losses are weighed.</param>
/// <param name="Scaling">What is done with the inputs first.</param>
internal sealed record MultitaskArchitecture(
    int InputSize, int[] HiddenSizes, int[] HeadSizes, int[] AnswerSizes, Activation HiddenActivation, double Dropout, bool BodyEach,
    bool WeighsTasks, ScalingForm Scaling);

/// <summary>
/// Dense layers that several tasks share (Caruana, Machine Learning 28, 1997), or a stack of them for each task, and a head for each.
/// </summary>
internal sealed class MultitaskNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    private readonly List<Sequential> _bodies = [];
    private readonly List<Sequential> _heads = [];
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;
    [ComponentName(Name = "log_variance")] private readonly Parameter? log_variance;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public MultitaskNetwork(MultitaskArchitecture architecture) : base("Multitask")
    {
        Architecture = architecture;
        if (architecture.Scaling != ScalingForm.None)
            scaling = new ColumnScaling(architecture.InputSize, architecture.Scaling);
        if (architecture.WeighsTasks)
            log_variance = Parameter(WeightRoom.Zeros(architecture.AnswerSizes.Length));
        var (hidden, sizes) = (architecture.HiddenActivation, architecture.HiddenSizes);
        for (var i = 0; i < (architecture.BodyEach ? architecture.AnswerSizes.Length : 1); i++)
        {
            _bodies.Add(DenseStack.Create([architecture.InputSize, .. sizes], hidden, hidden, dropout: architecture.Dropout));
            register_module($"body{i + 1}", _bodies[^1]);
        }
        for (var i = 0; i < architecture.AnswerSizes.Length; i++)
        {
            _heads.Add(DenseStack.Create(
                [sizes[^1], .. architecture.HeadSizes, architecture.AnswerSizes[i]], hidden, Activation.Identity,
                dropout: architecture.Dropout));
            register_module($"head{i + 1}", _heads[^1]);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes and functions.</summary>
    public MultitaskArchitecture Architecture { get; }

    /// <summary>What is done with the inputs first; null for nothing.</summary>
    public ColumnScaling? Scaling => scaling;

    /// <summary>ln σ² of each task, (tasks); null unless tasks are weighed by it.</summary>
    public Parameter? LogVariance => log_variance;

    /// <summary>First number of the answer to each task, and how many.</summary>
    public IReadOnlyList<(int Start, int Size)> Answers =>
        [.. Architecture.AnswerSizes.Select((size, i) => (Architecture.AnswerSizes[..i].Sum(), size))];

    /// <summary>Σ ‖W_A - W_B‖² over the layers of every two bodies, biases included; null where there is one body only.</summary>
    /// <returns>0-d.</returns>
    public Tensor? Distance()
    {
        Tensor? sum = null;
        for (var a = 0; a < _bodies.Count; a++)
            for (var b = a + 1; b < _bodies.Count; b++)
                foreach (var (one, other) in _bodies[a].parameters().Zip(_bodies[b].parameters()))
                {
                    var distance = (one - other).Squared().sum();
                    sum = sum is null ? distance : sum.Plus(distance);
                }
        return sum;
    }

    /// <summary>Gives every body the first weights of the first: from a common start they stay near each other.</summary>
    public void AlignBodies()
    {
        foreach (var body in _bodies.Skip(1))
            NetworkWeights.Copy(_bodies[0].state_dict(), body.state_dict());
    }

    /// <summary>The answers to each row, those to the tasks one after the other.</summary>
    /// <param name="input">(batch, input).</param>
    /// <returns>(batch, numbers of all answers).</returns>
    public override Tensor forward(Tensor input)
    {
        var read = scaling is null ? input : scaling.call(input);
        var bodies = _bodies.Select(body => body.call(read)).ToArray(); // each (batch, last hidden size)
        return cat(_heads.Select((head, i) => head.call(bodies[bodies.Length == 1 ? 0 : i])).ToArray(), 1);
    }
}
