using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>What is saved of a network whose layers can serve as features: see <see cref="Networks.ILayeredNetwork"/>.</summary>
internal interface ILayeredDescription : IModelDescription
{
    /// <summary>Whether missing numbers, NaN, are read.</summary>
    bool TakesHoles => false;

    /// <summary>The column that the network reads.</summary>
    /// <param name="name">Its name where it is another one than in training; null for that one.</param>
    /// <exception cref="ArgumentException">The network reads several columns, whose names it keeps.</exception>
    SizedColumn InputAs(string? name);
}
