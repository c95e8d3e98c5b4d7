using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Several yes or no at once: the label is a vector of boolean, or of float in [0, 1] (how much a row is of each label), in which NaN does
/// not count.
/// </summary>
internal sealed class MultilabelTask : PredictionTask
{
    /// <inheritdoc/>
    public override InputColumn Label(string name) => new LabelVectorColumn(name, "label", mayBeBoolean: true);

    /// <inheritdoc/>
    public override SizedColumn LabelIn(IDataView data, string name, bool keepMissing, PredictionHead? previous) =>
        new LabelVectorColumn(name, "label", mayBeBoolean: true) { KeepsMissing = keepMissing }.SizedBy(data);

    /// <inheritdoc/>
    public override void Validate(TrainingOptions options, OptionFaults faults) => MultilabelLoss.Validate(options, faults);

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label) => MultilabelHead.Promised(label);

    /// <inheritdoc/>
    public override PredictionTarget TargetOf(DataViewSchema.Column label, SizedColumn read) =>
        new Target(new MultilabelHead([.. Enumerable.Repeat(MultilabelBorders.Usual, read.Width)], SlotNames.Of(label)));

    private sealed class Target(MultilabelHead head) : PredictionTarget
    {
        private MultilabelHead _head = head;

        public override PredictionHead Head => _head;

        public override LabelKind Kind => LabelKind.Several;

        public override double[] Read(Tensor answer) => throw new NotSupportedException("Several labels are no single one.");

        public override HeadLoss Loss(TrainingOptions options, Device device) => new MultilabelLoss(options, _head.AnswerSize);

        public override AutomaticChoice? TakeFrom(IAnsweringStep step, FitRows rows)
        {
            if (rows.Validation is not { } heldOut)
                return null;
            var borders = MultilabelBorders.Of(LabelRows.Of(heldOut, step));
            _head = _head with { Borders = borders };
            return new AutomaticChoice(
                "Borders", string.Join(", ", borders.Select(border => border.ToString("F2", CultureInfo.InvariantCulture))),
                $"the best F1 score of each label on {heldOut.RowCount} rows held out");
        }

        public override Baseline Baseline(TrainingStep step, FitRows rows)
        {
            var known = LabelRows.Of(rows.Training, step: null).Means();
            var measured = LabelRows.Of(rows.Measured, (IAnsweringStep)step);
            double IsWrong(int row, int i, bool yes) => yes == measured.Labels[row][i] > 0.5 ? 0 : 1;
            return new Baseline(
                "the most frequent answer for each label", $"share of labels answered wrongly on {LabelRows.Name(rows)}",
                measured.Mean((row, i) => IsWrong(row, i, known[i] > 0.5)),
                measured.Mean((row, i) => IsWrong(
                    row, i, NumberFunctions.Of(NumberFunction.Sigmoid, measured.Answers[row][i]) > _head.Borders[i])));
        }

        public override void CheckTraining(IBatchSource labelled, string everyRow)
        {
            var (fewest, most) = labelled.Range(BatchMember.Targets);
            if (fewest < 0 || most > 1)
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"{everyRow} must hold booleans or numbers in [0, 1]; they lie in [{fewest}, {most}]."));
            CheckClasses(labelled, everyRow);
            LabelRows.CheckKnown(labelled, _head.Names, everyRow);
        }
    }
}
