using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>A number: the label is a float.</summary>
internal sealed class RegressionTask : PredictionTask
{
    /// <inheritdoc/>
    public override bool PredictsNumbers => true;

    /// <inheritdoc/>
    public override bool MayBeCensored => true;

    /// <inheritdoc/>
    public override InputColumn Label(string name) => ScalarInput.Number(name, "label");

    /// <summary>A missing number is NaN, which whoever reads the rows allows or not.</summary>
    /// <inheritdoc/>
    public override SizedColumn LabelIn(IDataView data, string name, bool keepMissing, PredictionHead? previous) =>
        ScalarInput.Number(name, "label");

    /// <inheritdoc/>
    public override void Validate(TrainingOptions options, OptionFaults faults) => RegressionLoss.Validate(options, faults);

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label) => RegressionHead.Promised();

    /// <inheritdoc/>
    public override PredictionTarget TargetOf(DataViewSchema.Column label, SizedColumn read) =>
        new Target(new RegressionHead(), NumberRule.Plain);

    private sealed class Target(RegressionHead head, NumberRule rule) : PredictionTarget
    {
        public override PredictionHead Head => head;

        public override LabelKind Kind => LabelKind.Number;

        public override double[] Read(Tensor answer) =>
            [.. answer.ReadAll<float>().Select(number => (NumberFunctions.Of(head.Function, number) * head.Spread) + head.Centre)];

        public override PredictionTarget LearnedBy(NumberRule other) => new Target(head with { Function = other.Function }, other);

        public override PredictionTarget ScaledBy(IBatchSource rows, PredictionHead? previous, ICollection<AutomaticChoice> chosen)
        {
            if (head.Function != NumberFunction.Identity)
                return this;
            if (previous is RegressionHead before)
                return new Target(head with { Centre = before.Centre, Spread = before.Spread }, rule);
            var scale = LabelScale.Of(rows, chosen);
            return new Target(head with { Centre = scale.Centre, Spread = scale.Spread }, rule);
        }

        public override HeadLoss Loss(TrainingOptions options, Device device) =>
            new RegressionLoss(options, head.Centre, head.Spread, rule);

        public override void CheckTraining(IBatchSource labelled, string everyRow) =>
            NumberAnswer.Check(rule, labelled.Range(BatchMember.Targets), everyRow);

        public override Baseline Baseline(TrainingStep step, FitRows rows) => LabelBaseline.Mean(step, rows);
    }
}
