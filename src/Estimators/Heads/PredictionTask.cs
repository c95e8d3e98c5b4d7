using DeepML.Data;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>What a supervised trainer is asked to predict, before it has seen data: which label it reads and what it promises.</summary>
/// <remarks>It ties a <c>HeadLoss</c> of the trainers to a <c>PredictionHead</c> of the transforms, which do not know each other.</remarks>
internal abstract class PredictionTask
{
    /// <summary>Whether numbers are predicted, which can be learned by several losses.</summary>
    public virtual bool PredictsNumbers => false;

    /// <summary>Whether a label may be only the least that it can be.</summary>
    public virtual bool MayBeCensored => false;

    /// <summary>The label column as it is asked for.</summary>
    /// <param name="name">Its name.</param>
    public abstract InputColumn Label(string name);

    /// <summary>The label column as it is read.</summary>
    /// <param name="data">Data that passed the check.</param>
    /// <param name="name">Its name.</param>
    /// <param name="keepMissing">Whether rows without a label are read too.</param>
    /// <param name="previous">Head of the model that the fit starts from; null for none.</param>
    public abstract SizedColumn LabelIn(IDataView data, string name, bool keepMissing, PredictionHead? previous);

    /// <summary>What is wrong with options for this task: none of them may be without effect.</summary>
    public abstract void Validate(TrainingOptions options, OptionFaults faults);

    /// <summary>The columns an unfitted trainer promises.</summary>
    /// <param name="label">The label column's shape.</param>
    public abstract IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label);

    /// <summary>What is predicted of data.</summary>
    /// <param name="label">Their label column, which has passed the check.</param>
    /// <param name="read">The column as it is read: <see cref="LabelIn"/>.</param>
    /// <exception cref="InvalidOperationException">It cannot be predicted: too many classes.</exception>
    public abstract PredictionTarget TargetOf(DataViewSchema.Column label, SizedColumn read);
}
