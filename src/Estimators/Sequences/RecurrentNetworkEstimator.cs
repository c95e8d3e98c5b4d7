using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a recurrent network that answers once for each sequence: a class, yes or no, or a number.</summary>
/// <remarks>
/// Features: vectors of float (one or more numbers per step) or of keys, of known size or not. Label: a key (multiclass), a
/// boolean (binary) or a float (regression). Output: Score, PredictedLabel and Probability as ML.NET's trainers. Needs training.
/// </remarks>
public sealed class RecurrentNetworkEstimator : SupervisedEstimator<RecurrentNetworkTransformer>
{
    private readonly RecurrentNetworkOptions _options;

    internal RecurrentNetworkEstimator(IHostEnvironment environment, PredictionTask task, RecurrentNetworkOptions options)
        : base(environment, "RecurrentNetwork", task, Checked(options).LabelColumnName, options.FeatureColumnName, options.Training) =>
        _options = options;

    private protected override object Settings => _options;

    private protected override InputColumn Feature => new SequenceInput(FeatureColumnName, "feature");

    private protected override InputColumn FeatureOf(IDataView data) =>
        SequenceInput.Of(data, FeatureColumnName, "feature", _options.StepSize, _options.MaximumLength);

    private protected override RecurrentNetworkTransformer Train(
        FitSession fit, IBatchSource rows, InputColumn feature, PredictionTarget target, RecurrentNetworkTransformer? previous)
    {
        var shape = ((SequenceInput)feature).Shape!;
        var encoder = SequenceFaults.Encoder(
            shape, _options.Cell, _options.HiddenSize, _options.Layers, _options.Bidirectional, _options.Dropout, _options.EmbeddingSize, _options.SegmentLength);
        var architecture = new RecurrentSequenceArchitecture(encoder, _options.Pooling, target.AnswerSize);
        var network = fit.Place(new RecurrentSequenceNetwork(architecture), previous);
        var history = fit.TrainSupervised(network, rows, target);
        var description = new RecurrentNetworkDescription(FeatureColumnName, shape, architecture, target, history);
        return new RecurrentNetworkTransformer(Host, description, network, fit.Device);
    }

    private static RecurrentNetworkOptions Checked(RecurrentNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
