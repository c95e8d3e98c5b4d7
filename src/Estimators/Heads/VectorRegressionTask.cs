using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Several numbers at once: the label is a vector of float, in which NaN does not count.</summary>
internal sealed class VectorRegressionTask : PredictionTask
{
    /// <inheritdoc/>
    public override bool PredictsNumbers => true;

    /// <inheritdoc/>
    public override InputColumn Label(string name) => new LabelVectorColumn(name, "label", mayBeBoolean: false);

    /// <inheritdoc/>
    public override SizedColumn LabelIn(IDataView data, string name, bool keepMissing, PredictionHead? previous) =>
        new LabelVectorColumn(name, "label", mayBeBoolean: false) { KeepsMissing = keepMissing }.SizedBy(data);

    /// <inheritdoc/>
    public override void Validate(TrainingOptions options, OptionFaults faults) => RegressionLoss.Validate(options, faults);

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label) => VectorRegressionHead.Promised(label);

    /// <inheritdoc/>
    public override PredictionTarget TargetOf(DataViewSchema.Column label, SizedColumn read) => new Target(
        new VectorRegressionHead(new float[read.Width], [.. Enumerable.Repeat(1f, read.Width)], Names: SlotNames.Of(label)),
        NumberRule.Plain);

    /// <summary>What labels are divided by: a number that never changes has no deviation, but for rounding.</summary>
    public static float Spread(double deviation, double mean) => deviation > 1e-6 * Math.Abs(mean) ? (float)deviation : 1;

    private sealed class Target(VectorRegressionHead head, NumberRule rule) : PredictionTarget
    {
        public override PredictionHead Head => head;

        public override LabelKind Kind => LabelKind.Several;

        public override double[] Read(Tensor answer) => throw new NotSupportedException("Several numbers are no single one.");

        public override PredictionTarget LearnedBy(NumberRule other) => new Target(head with { Function = other.Function }, other);

        public override PredictionTarget ScaledBy(IBatchSource rows, PredictionHead? previous, ICollection<AutomaticChoice> chosen)
        {
            if (head.Function != NumberFunction.Identity)
                return this;
            if (previous is VectorRegressionHead before)
                return new Target(head with { Centres = before.Centres, Spreads = before.Spreads }, rule);
            var labels = LabelRows.Of(rows, step: null);
            var means = labels.Means();
            var squares = (labels with
            {
                Labels = Array.ConvertAll(labels.Labels, row => row.Select((value, i) => (float)Math.Pow(value - means[i], 2)).ToArray()),
            }).Means();
            chosen.Add(new AutomaticChoice(
                nameof(SupervisedOptions.ScaleLabel), "(label - mean) / deviation",
                $"each of the {means.Length} numbers of {labels.Labels.Length} labels by itself"));
            return new Target(
                head with
                {
                    Centres = Array.ConvertAll(means, mean => (float)mean),
                    Spreads = [.. squares.Zip(means, (square, mean) => Spread(Math.Sqrt(square), mean))],
                }, rule);
        }

        public override HeadLoss Loss(TrainingOptions options, Device device) => new VectorRegressionLoss(
            options, rule, Array.ConvertAll(head.Centres, c => (double)c), Array.ConvertAll(head.Spreads, s => (double)s), device);

        public override Baseline Baseline(TrainingStep step, FitRows rows)
        {
            var known = LabelRows.Of(rows.Training, step: null).Means();
            var measured = LabelRows.Of(rows.Measured, (IAnsweringStep)step);
            double Answer(int row, int i) =>
                (NumberFunctions.Of(head.Function, measured.Answers[row][i]) * head.Spreads[i]) + head.Centres[i];
            return new Baseline(
                "the means of the training labels", $"mean absolute error on {LabelRows.Name(rows)}",
                measured.Mean((row, i) => Math.Abs(measured.Labels[row][i] - known[i])),
                measured.Mean((row, i) => Math.Abs(measured.Labels[row][i] - Answer(row, i))));
        }

        public override void CheckTraining(IBatchSource labelled, string everyRow)
        {
            NumberAnswer.Check(rule, labelled.Range(BatchMember.Targets), everyRow);
            LabelRows.CheckKnown(labelled, head.Names, everyRow);
        }
    }
}
