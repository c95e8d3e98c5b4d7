using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A column that is brought onto a clock.</summary>
/// <param name="Name">Its name, before and after.</param>
/// <param name="Aggregate">What becomes of the values of a step.</param>
/// <param name="Kind">What comes out.</param>
internal sealed record AlignedColumn(string Name, SeriesAggregate Aggregate, AlignedKind Kind)
{
    /// <summary>The type that comes out.</summary>
    public PrimitiveDataViewType Type => Kind switch
    {
        AlignedKind.Double => NumberDataViewType.Double,
        AlignedKind.Boolean => BooleanDataViewType.Instance,
        _ => NumberDataViewType.Single,
    };

    /// <summary>The column for a type that is read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type.</param>
    /// <param name="asked">What the user asks for; null for what is usual: the greatest of booleans, the common one of numbers.</param>
    /// <param name="usual">The common one.</param>
    public static AlignedColumn Of(string name, DataViewType type, SeriesAggregate? asked, SeriesAggregate usual)
    {
        var isFlag = type is BooleanDataViewType;
        var aggregate = asked ?? (isFlag ? SeriesAggregate.Maximum : usual);
        var kind = aggregate == SeriesAggregate.Count || type is NumberDataViewType { RawType.Name: nameof(Single) } ? AlignedKind.Single
            : !isFlag ? AlignedKind.Double
            : aggregate == SeriesAggregate.Mean ? AlignedKind.Single : AlignedKind.Boolean;
        return new AlignedColumn(name, aggregate, kind);
    }
}
