using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Yes or no: the label is a boolean.</summary>
/// <param name="hasProbability">Whether the network's answer is a logit, which has a probability.</param>
internal sealed class BinaryTask(bool hasProbability = true) : PredictionTask
{
    /// <inheritdoc/>
    public override InputColumn Label(string name) => ScalarInput.Boolean(name, "label");

    /// <summary>A boolean is never missing.</summary>
    /// <inheritdoc/>
    public override SizedColumn LabelIn(IDataView data, string name, bool keepMissing, PredictionHead? previous) =>
        ScalarInput.Boolean(name, "label");

    /// <inheritdoc/>
    public override void Validate(TrainingOptions options, OptionFaults faults) => BinaryLoss.Validate(options, faults);

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label) =>
        hasProbability ? BinaryHead.Promised() : BinaryMarginHead.Promised();

    /// <inheritdoc/>
    public override PredictionTarget TargetOf(DataViewSchema.Column label, SizedColumn read) =>
        new Target(hasProbability ? new BinaryHead() : new BinaryMarginHead());

    private sealed class Target(PredictionHead head) : PredictionTarget
    {
        public override PredictionHead Head => head;

        public override LabelKind Kind => LabelKind.YesNo;

        public override double[] Read(Tensor answer) => [.. answer.ReadAll<float>().Select(logit => logit > 0 ? 1.0 : 0)];

        public override HeadLoss Loss(TrainingOptions options, Device device) => new BinaryLoss(options, device);

        public override Baseline Baseline(TrainingStep step, FitRows rows) => LabelBaseline.MostFrequentClass(step, rows);

        public override void CheckTraining(IBatchSource labelled, string everyRow) => CheckClasses(labelled, everyRow);
    }
}
