namespace DeepML.Networks;

/// <summary>What a weight is called in every family.</summary>
/// <param name="Name">The name.</param>
/// <param name="Block">Its block, from 1 at the rows; 0 for what is no layer of weights, and of no meaning for a head.</param>
/// <param name="Part">What it is of.</param>
internal readonly record struct TransferName(string Name, int Block, TransferPart Part);
