namespace Microsoft.ML.Trainers.Solvers;

/// <summary>
/// Leading eigenvectors of the covariance by a randomized range finder (Halko, Martinsson and Tropp 2011, SIAM Review 53(2)):
/// a few passes over the rows, memory of (rank + oversampling) · features.
/// </summary>
internal static class RandomizedPrincipalComponents
{
    // Eigenvalues close to one another need more than one to come apart.
    private const int PowerIterations = 4;

    public static (double[] Mean, double[][] Components) Find(TrainingSet rows, int rank, int oversampling, bool ensureZeroMean, Random random)
    {
        var width = rows.FeatureCount;
        var mean = new double[width];
        if (ensureZeroMean)
            Pass(rows, null, (features, weight) => Vectors.AddScaled(mean, weight / rows.TotalWeight, features));
        var basis = Enumerable.Range(0, Math.Min(rank + oversampling, width))
            .Select(_ => Enumerable.Range(0, width).Select(_ => Gaussian(random)).ToArray()).ToArray();
        Orthonormalize(basis);
        for (var power = 0; power < PowerIterations; power++)
        {
            basis = Multiply(rows, mean, basis);
            Orthonormalize(basis);
        }
        var image = Multiply(rows, mean, basis);

        // Within the found range the covariance is a small symmetric matrix.
        var small = new double[basis.Length, basis.Length];
        for (var i = 0; i < basis.Length; i++)
            for (var j = 0; j < basis.Length; j++)
                small[i, j] = Vectors.Dot(image[i], basis[j]);
        var vectors = SymmetricEigenvectors(small);
        var components = new double[rank][];
        for (var c = 0; c < rank; c++)
        {
            components[c] = new double[width];
            for (var i = 0; i < basis.Length; i++)
                Vectors.AddScaled(components[c], vectors[c][i], basis[i]);
        }
        Orthonormalize(components);
        return (mean, components);
    }

    private static void Pass(TrainingSet rows, double[] mean, Action<double[], double> visit)
    {
        var features = new double[rows.FeatureCount];
        for (var row = 0; row < rows.Count; row++)
        {
            Vectors.Widen(rows.Features(row), features);
            if (mean is not null)
                Vectors.AddScaled(features, -1, mean);
            visit(features, rows.Weight(row));
        }
    }

    /// <summary>Covariance · each basis vector.</summary>
    private static double[][] Multiply(TrainingSet rows, double[] mean, double[][] basis)
    {
        var result = basis.Select(vector => new double[vector.Length]).ToArray();
        Pass(rows, mean, (features, weight) =>
        {
            for (var i = 0; i < basis.Length; i++)
                Vectors.AddScaled(result[i], weight * Vectors.Dot(features, basis[i]) / rows.TotalWeight, features);
        });
        return result;
    }

    /// <summary>Gram-Schmidt, twice for accuracy; a vector without a part of its own becomes zero.</summary>
    private static void Orthonormalize(double[][] vectors)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            var before = Math.Sqrt(Vectors.Dot(vectors[i], vectors[i]));
            for (var round = 0; round < 2; round++)
                for (var j = 0; j < i; j++)
                    Vectors.AddScaled(vectors[i], -Vectors.Dot(vectors[i], vectors[j]), vectors[j]);
            var norm = Math.Sqrt(Vectors.Dot(vectors[i], vectors[i]));
            var factor = norm > 1e-10 * before && norm > 0 ? 1 / norm : 0;
            for (var d = 0; d < vectors[i].Length; d++)
                vectors[i][d] *= factor;
        }
    }

    /// <summary>Cyclic Jacobi rotations; eigenvectors by falling eigenvalue.</summary>
    private static double[][] SymmetricEigenvectors(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var vectors = Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => i == j ? 1.0 : 0).ToArray()).ToArray();
        for (var sweep = 0; sweep < 60; sweep++)
        {
            double outside = 0, inside = 0;
            for (var i = 0; i < size; i++)
                for (var j = 0; j < size; j++)
                    if (i == j)
                        inside += matrix[i, j] * matrix[i, j];
                    else
                        outside += matrix[i, j] * matrix[i, j];
            if (outside <= 1e-24 * inside)
                break;
            for (var p = 0; p < size; p++)
                for (var q = p + 1; q < size; q++)
                    Rotate(matrix, vectors, p, q);
        }
        return Enumerable.Range(0, size).OrderByDescending(i => matrix[i, i]).Select(i => vectors[i]).ToArray();
    }

    private static void Rotate(double[,] matrix, double[][] vectors, int p, int q)
    {
        if (matrix[p, q] == 0)
            return;
        var ratio = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        var tangent = (ratio >= 0 ? 1 : -1) / (Math.Abs(ratio) + Math.Sqrt(ratio * ratio + 1));
        var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        var size = vectors.Length;
        for (var i = 0; i < size; i++)
            (matrix[i, p], matrix[i, q]) = (cosine * matrix[i, p] - sine * matrix[i, q], sine * matrix[i, p] + cosine * matrix[i, q]);
        for (var i = 0; i < size; i++)
        {
            (matrix[p, i], matrix[q, i]) = (cosine * matrix[p, i] - sine * matrix[q, i], sine * matrix[p, i] + cosine * matrix[q, i]);
            (vectors[p][i], vectors[q][i]) = (cosine * vectors[p][i] - sine * vectors[q][i], sine * vectors[p][i] + cosine * vectors[q][i]);
        }
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
