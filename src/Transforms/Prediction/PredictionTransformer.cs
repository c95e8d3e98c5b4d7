using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted supervised network: adds Score, PredictedLabel and Probability as ML.NET's own trainers do.</summary>
public abstract class PredictionTransformer : ScoringTransformer, ISingleFeaturePredictionTransformer<NetworkModel>
{
    private readonly ScoringPass _pass;

    /// <param name="environment">The host.</param>
    /// <param name="description">What is saved.</param>
    /// <param name="network">The fitted network.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="head">What it answers.</param>
    /// <param name="feature">The column it reads.</param>
    /// <param name="answer">(batch, …) → its raw answer: (batch, classes) or (batch, 1) logits, or (batch, 1) numbers.</param>
    private protected PredictionTransformer(
        IHostEnvironment environment, IModelDescription description, HeldNetwork network, Device device, PredictionHead head,
        SizedColumn feature,
        Func<Tensor, Tensor> answer)
        : this(environment, description, network, device, head, feature, inputs => answer(inputs[0]), head.Outputs())
    {
    }

    /// <param name="environment">The host.</param>
    /// <param name="description">What is saved.</param>
    /// <param name="network">The fitted network.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="head">What it answers.</param>
    /// <param name="feature">The column of sequences that it reads.</param>
    /// <param name="answer">Sequences (batch, …) and their lengths (batch) → its raw answer.</param>
    /// <param name="besides">A column of the weights by which the network looked, beside the predictions; null for none.</param>
    private protected PredictionTransformer(
        IHostEnvironment environment, IModelDescription description, HeldNetwork network, Device device, PredictionHead head,
        SizedColumn feature,
        Func<Tensor, Tensor, Tensor> answer, AttentionOutput? besides = null)
        : this(
            environment, description, network, device, head, feature, new ScoringPass(inputs => answer(inputs[0], inputs[1])),
            head.Outputs(), besides)
    {
    }

    /// <param name="environment">The host.</param>
    /// <param name="description">What is saved.</param>
    /// <param name="network">The fitted network.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="head">What it answers.</param>
    /// <param name="feature">The column that it reads, of sequences or not.</param>
    /// <param name="answer">Rows (batch, …), and behind them the lengths (batch) of sequences → its raw answer.</param>
    private protected PredictionTransformer(
        IHostEnvironment environment, IModelDescription description, HeldNetwork network, Device device, PredictionHead head,
        SizedColumn feature,
        Func<Tensor[], Tensor> answer)
        : this(environment, description, network, device, head, feature, answer, head.Outputs())
    {
    }

    private PredictionTransformer(
        IHostEnvironment environment, IModelDescription description, HeldNetwork network, Device device, PredictionHead head,
        SizedColumn feature,
        Func<Tensor[], Tensor> answer, IReadOnlyList<PredictionOutput> outputs)
        : this(environment, description, network, device, head, feature, new ScoringPass(answer), outputs)
    {
    }

    private PredictionTransformer(
        IHostEnvironment environment, IModelDescription description, HeldNetwork network, Device device, PredictionHead head,
        SizedColumn feature, ScoringPass pass, IReadOnlyList<PredictionOutput> outputs, AttentionOutput? besides = null)
        : base(environment, description, network, device, [feature], ScoredOutputs.Of(
            pass.Answer, [.. outputs.Select(output => new ScoredOutput<Tensor>(output.Column, output.OfBatch))],
            besides is null ? null : besides with { Look = inputs => pass.Look(inputs, besides.Look) }))
    {
        _pass = pass;
        Head = head;
        Predictions = outputs;
        Model = network.Seen ?? ModelOf(this);
    }

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName => Inputs[0].Name;

    /// <summary>The type of the feature column: its items, and their number where it is known.</summary>
    public DataViewType FeatureColumnType => Inputs[0].Type;

    /// <summary>One pass of a batch as it is, with gradients where they are wanted.</summary>
    /// <param name="inputs">(batch, …), and the lengths (batch) of sequences behind it.</param>
    /// <returns>(batch, answers).</returns>
    internal Tensor RawAnswer(Tensor[] inputs) => _pass.Plain(inputs);

    /// <summary>What there is to see of the network.</summary>
    public NetworkModel Model { get; }

    /// <summary>
    /// In which numbers the network multiplies from now on when it scores rows in batches; its answers are float32 all the same. The pass
    /// of a small network over a single row stays as it is. Not saved with the model.
    /// </summary>
    /// <value>
    /// The default is <see cref="Precision.Float32"/>; <see cref="Precision.BFloat16"/> gains for large convolutions, wide layers and
    /// LSTMs, whatever the network was trained in.
    /// </value>
    /// <exception cref="NotSupportedException">The processor has no instructions for it; or the network is on a GPU.</exception>
    public Precision ScoringPrecision
    {
        get => _pass.Precision;
        set => _pass.Set(value, Device);
    }

    /// <summary>
    /// What the network's logits are divided by before they become probabilities: 1, or what <c>CalibrateTemperature</c> has found; null
    /// for a model without probabilities.
    /// </summary>
    public double? Temperature => Head.Temperature;

    internal PredictionHead Head { get; }

    /// <summary>The columns added.</summary>
    private protected IReadOnlyList<PredictionOutput> Predictions { get; }

    /// <summary>The same network with another threshold. Both have the same weights, which last until both are disposed.</summary>
    /// <param name="threshold">The score above which the answer is yes.</param>
    /// <returns>Null if its head has no threshold.</returns>
    internal PredictionTransformer? WithThreshold(float threshold) => WithHead(Head.WithThreshold(threshold));

    /// <summary>The same network with other probabilities. Both have the same weights, which last until both are disposed.</summary>
    /// <param name="temperature">What logits are divided by, above 0.</param>
    /// <returns>Null if its head has no probabilities.</returns>
    internal PredictionTransformer? WithTemperature(double temperature) => WithHead(Head.WithTemperature(temperature));

    private PredictionTransformer? WithHead(PredictionHead? head)
    {
        using var use = Use();
        if (head is null)
            return null;
        var other = With(head);
        other.ScoringPrecision = ScoringPrecision;
        return other;
    }

    /// <summary>The same network with another view of its answer.</summary>
    private protected abstract PredictionTransformer With(PredictionHead head);
}
